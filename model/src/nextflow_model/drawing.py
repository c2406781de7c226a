"""The generation loop with a key/value cache (NextFlow 2.2, VAR's sampler): what every other runtime is held against.

One picture costs K passes. Pass 1 is the prompt itself: its last token is <boi>, whose hidden state predicts
the 1x1 scale. Pass k runs the input block of scale k, which may look at everything before and at all of itself.
The conditional and the unconditional prompt keep caches of their own lengths; nothing is padded.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from nextflow_model.noise import uniforms
from nextflow_model.rope import block_positions, rotary_table, text_positions
from nextflow_model.sampler import Sampling, guide, ramped_guidance, sample
from nextflow_model.transformer.attention import Past
from nextflow_model.transformer.model import Transformer

Grid = tuple[int, int]


@dataclass
class Row:
    """One sequence under way: its cache and the position of its <boi>."""

    caches: list[Past]
    hidden: Tensor  # [1, n, D] of the newest block
    boi_position: int


def _rotary(model: Transformer, positions) -> tuple[Tensor, Tensor]:
    c = model.config
    cos, sin = rotary_table(positions, c.head_dim, c.rope_theta, c.rope_assignment)
    return torch.from_numpy(cos)[None], torch.from_numpy(sin)[None]  # [1, n, hd/2]


def _start(model: Transformer, ids: list[int], scale_count: int) -> Row:
    """Prefill a prompt whose last id is <boi>."""
    tokens = torch.tensor([ids])
    counts = torch.zeros_like(tokens)
    counts[0, -1] = scale_count
    causal = torch.ones(len(ids), len(ids), dtype=torch.bool).tril()[None, None]
    x = model.model.embed_text(tokens, counts)
    hidden, caches = model.model(x, *_rotary(model, text_positions(0, len(ids))), causal)
    return Row(caches, hidden[:, -1:], len(ids) - 1)


def _advance(model: Transformer, row: Row, x: Tensor, grid: Grid, scale: int) -> None:
    """Run the input block of `scale` (1-based) through one row."""
    positions = block_positions(grid, row.boi_position + scale - 1, model.config.rope_range)
    row.hidden, row.caches = model.model(x, *_rotary(model, positions), None, row.caches)


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
    """Draw one picture. Both id lists end in <boi>. -> K tensors [1, n_k] of codes, coarse to fine"""
    scale_count = len(grids)
    rows = [_start(model, conditional_ids, scale_count)]
    if sampling.guidance > 0:
        rows.append(_start(model, unconditional_ids, scale_count))
    codes: list[Tensor] = []
    for scale, grid in enumerate(grids, start=1):
        if scale > 1:
            x = model.model.embed_scale(codes[-1], grids[scale - 2], grid, scale, scale_count)
            for row in rows:
                _advance(model, row, x, grid, scale)
        logits = [model.visual_logits(row.hidden)[0] for row in rows]  # each [n, V]
        strength = ramped_guidance(sampling.guidance, scale, scale_count)
        guided = guide(logits[0], logits[1], strength) if len(rows) == 2 else logits[0]
        noise = torch.from_numpy(uniforms(seed, image, scale, grid[0] * grid[1]))
        codes.append(sample(guided, sampling, noise)[None])
    return codes
