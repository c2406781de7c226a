"""Self-correction (NextFlow 2.2, 3.2.1): inputs are sometimes the second-best code, targets never are.

While encoding, a share of the codes is drawn among the nearest few. The residual that is left over includes the
mistake, so the nearest codes of the later scales compensate for it: the model learns to repair what it sampled.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from nextflow_model.visual_tokenizer.quantizer import Grid, Quantizer, bicubic


@dataclass(frozen=True)
class SelfCorrection:
    """`share` of codes are drawn among the `nearest` ones, by softmax of likeness / `temperature`."""

    share: float = 0.6
    nearest: int = 8
    temperature: float = 0.1


@torch.no_grad()
def corrected_codes(
    quantizer: Quantizer,
    residual: Tensor,
    grids: list[Grid],
    correction: SelfCorrection,
    shares: Tensor | None = None,
) -> tuple[list[Tensor], list[Tensor]]:
    """Two streams of codes. [B, C, H, W] -> inputs K of [B, n_k], targets K of [B, n_k]

    `shares` [B], where given, replaces the correction's share picture by picture.
    """
    table, batch = quantizer.table(), residual.shape[0]
    shares = torch.full((batch,), correction.share) if shares is None else shares
    inputs, targets = [], []
    for grid in grids:
        likeness = quantizer.likeness(quantizer.pooled_rows(residual, grid), table)  # [B * n, V]
        values, nearest = likeness.topk(correction.nearest, dim=-1)
        drawn = torch.multinomial((values / correction.temperature).softmax(dim=-1), 1)  # [B * n, 1]
        replaced = torch.rand(len(drawn)) < shares.repeat_interleave(len(drawn) // batch)
        taken = torch.where(replaced, nearest.gather(1, drawn)[:, 0], nearest[:, 0]).unflatten(0, (batch, -1))
        residual = residual - bicubic(quantizer.look_up(taken, grid, table), residual.shape[-2:])
        inputs.append(taken)
        targets.append(nearest[:, 0].unflatten(0, (batch, -1)))
    return inputs, targets
