"""How likely a policy finds the codes that were drawn: the training forward pass, with gradients.

Which distribution is scored? GRPO's gradient is that of log pi(drawn codes) where pi is what they were drawn from.

- Temperature, top-k and top-p belong to pi. Scored over the whole vocabulary, a bad picture would push probability
  to codes that truncation never lets be drawn, where no reward can ever correct it. So every score is renormalised
  over the codes that were left over in the rollout (`Choices`). That set is piecewise constant in the weights, so at
  the point of the rollout the gradient is exact.
- Without guidance, or with `guidance` given here, pi is exactly what was sampled: the guided logits are formed again
  from a conditional and an unconditional row, and both rows learn. It doubles this pass.
- The paper samples with guidance and scores without it ("CFG off in the training forward pass"): `guidance=0` here.
  The codes then come from a sharper distribution than the one whose likelihood moves, so the gradient is biased. The
  ramp of guidance keeps that small where it matters: there is none at the first scale, where both are the same, and
  little at the beginning, which gets most of the updates. What it buys: half the cost, and the whole lesson goes to
  the row that carries the prompt. Sets still come from the guided logits, so nothing is pushed to where it cannot be
  drawn.
- Old, new and reference policies are all scored by this one function with the same sets: their ratios compare like
  with like in either case. The old score is the first new one, detached: the rollout's own numbers differ in the
  last bits of bfloat16 (cache, fused attention), and a ratio of 1 has to be 1.
"""

import torch
from torch import Tensor

from nextflow_model.sampler import guide, ramped_guidance
from nextflow_model.training.reinforce.branches import Grid, opened
from nextflow_model.training.reinforce.episodes import Episode
from nextflow_model.transformer.model import Transformer


def log_probabilities(
    model: Transformer, episode: Episode, grids: list[Grid], temperature: float, guidance: float = 0.0
) -> Tensor:
    """Of every drawn code of the scales that are learned from. -> [R, n_first + .. + n_last]"""
    logits = _logits(model, episode, grids, guidance)
    parts = logits.split([choices.ranks.shape[1] for choices in episode.choices], dim=1)
    scored = [choices.log_probabilities(part, temperature) for choices, part in zip(episode.choices, parts)]
    return torch.cat(scored, dim=1)


def _logits(model: Transformer, episode: Episode, grids: list[Grid], guidance: float) -> Tensor:
    """All learned scales in one pass over prompt caches that are shared inside a group. -> [R, n, V]"""
    guided = guidance > 0
    branches = opened(model.train(), episode.prompts, episode.rows, len(grids), guided)  # train: unfused attention
    first, last = episode.first_scale, episode.last_scale
    parts = [branches.logits()] if first == 1 else []
    if last > 1:
        codes = [torch.cat([part, part]) for part in episode.codes] if guided else episode.codes
        skipped = sum(rows * columns for rows, columns in grids[1 : first - 1])
        parts.append(branches.read(codes, grids, 2, last).logits(skipped))
    logits = torch.cat(parts, dim=1)
    if not guided:
        return logits
    ramp = logits.new_tensor([ramped_guidance(guidance, k, len(grids)) for k in range(first, last + 1)])
    counts = torch.tensor([rows * columns for rows, columns in grids[first - 1 : last]], device=ramp.device)
    return guide(*logits.chunk(2), ramp.repeat_interleave(counts)[:, None])
