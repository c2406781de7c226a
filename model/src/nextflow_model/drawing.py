"""The generation loop with a key/value cache (NextFlow 2.2, VAR's sampler): what every other runtime is held against.

One picture costs K passes. The hidden state at <boi> predicts the 1x1 scale; then pass k runs the input block of
scale k, which may look at everything before and at all of itself. The conditional and the unconditional sequence
keep caches of their own lengths; nothing is padded.
"""

import torch
from torch import Tensor

from nextflow_model.context import Context, Grid
from nextflow_model.noise import uniforms
from nextflow_model.sampler import Sampling, guide, ramped_guidance, sample
from nextflow_model.transformer.model import Transformer


@torch.no_grad()
def draw_codes(
    model: Transformer,
    conditional_ids: list[int],
    unconditional_ids: list[int],
    grids: list[Grid],
    sampling: Sampling,
    seed: int,
    image: int = 0,
) -> list[Tensor]:
    """Draw one picture from prompts. Both id lists end in <boi>. -> K tensors [1, n_k] of codes, coarse to fine"""
    prompts = [conditional_ids] + ([unconditional_ids] if sampling.guidance > 0 else [])
    contexts = [Context(model) for _ in prompts]
    for context, ids in zip(contexts, prompts):
        context.read_text(ids, len(grids))
    return draw_scales(contexts, grids, sampling, seed, image)


@torch.no_grad()
def draw_scales(
    contexts: list[Context], grids: list[Grid], sampling: Sampling, seed: int, image: int = 0
) -> list[Tensor]:
    """The same from contexts that stand at <boi>: the conditional one, and with guidance the unconditional one."""
    model, scale_count = contexts[0].model, len(grids)
    codes: list[Tensor] = []
    for scale, grid in enumerate(grids, start=1):
        if scale > 1:
            for context in contexts:
                context.read_scale(codes[-1], grids, scale)
        count = grid[0] * grid[1]
        logits = [model.visual_logits(context.hidden[:, -count:])[0] for context in contexts]  # each [n, V]
        strength = ramped_guidance(sampling.guidance, scale, scale_count)
        guided = guide(logits[0], logits[1], strength) if len(contexts) == 2 else logits[0]
        noise = torch.from_numpy(uniforms(seed, image, scale, count))
        codes.append(sample(guided, sampling, noise)[None])
    return codes
