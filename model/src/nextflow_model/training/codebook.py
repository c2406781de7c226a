"""How the codebooks learn: running averages of the rows assigned to each code, and rebirth of unused codes.

TokenFlow moves its codebooks by the gradient of ||sg(r) - z||^2; running averages minimise the same distance
and settle in far fewer steps, which a training of minutes needs.
"""

import torch
from torch import Tensor

from nextflow_model.visual_tokenizer.quantizer import Grid, Quantizer, bicubic


def normalised_means(rows: Tensor, codes: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Sums and counts of the rows of each code. rows [N, C], codes [N] -> [V, C], [V]"""
    sums = torch.zeros(size, rows.shape[1]).index_add_(0, codes, rows)
    counts = torch.zeros(size).index_add_(0, codes, torch.ones(len(codes)))
    return sums, counts


class CodebookAverages:
    """Running sums per code, in the joint space (both normalised halves side by side)."""

    def __init__(self, quantizer: Quantizer, decay: float = 0.99):
        self.quantizer, self.decay = quantizer, decay
        self.sums = quantizer.table().detach().clone()  # [V, C]
        self.counts = torch.ones(len(self.sums))

    @torch.no_grad()
    def update(self, rows: Tensor, codes: Tensor) -> None:
        """rows: what was looked up, codes: what was chosen. [N, C], [N]"""
        sums, counts = normalised_means(rows, codes, len(self.counts))
        self.sums.mul_(self.decay).add_(sums, alpha=1 - self.decay)
        self.counts.mul_(self.decay).add_(counts, alpha=1 - self.decay)
        self._store()

    @torch.no_grad()
    def revive(self, rows: Tensor, least_share: float = 0.03) -> int:
        """Move codes used less than `least_share` of the average onto random looked-up rows. -> how many"""
        dead = (self.counts < least_share * self.counts.mean()).nonzero()[:, 0][: len(rows) // 4]
        self.counts[dead] = self.counts.mean()
        self.sums[dead] = rows[torch.randperm(len(rows))[: len(dead)]] * self.counts.mean()
        self._store()
        return len(dead)

    @torch.no_grad()
    def start_from(self, residuals: Tensor, grids: list[Grid], rounds: int = 3, iterations: int = 6) -> None:
        """k-means over what the scales look up; each round looks through the codebook of the round before."""
        size = len(self.counts)
        for round_number in range(rounds):
            if round_number == 0:
                rows = torch.cat([self.quantizer.pooled_rows(residuals, grid) for grid in grids])
                centres = rows[torch.randperm(len(rows))[:size]]
            else:
                rows = quantize(self.quantizer, residuals, grids)[1]
                centres = self.sums
            for _ in range(iterations):
                codes = self.quantizer.nearest(rows, self.quantizer.normalise(centres))
                sums, counts = normalised_means(rows, codes, size)
                strays = rows[torch.randperm(len(rows))[:size]]
                centres = torch.where(counts[:, None] > 0, sums, strays)
            self.counts = counts.clamp(min=1) * size / len(rows)
            self.sums = self.quantizer.normalise(centres) * self.counts[:, None]
            self._store()

    def _store(self) -> None:
        unit, cut = self.quantizer.normalise(self.sums), self.quantizer.semantic_code_dim
        self.quantizer.semantic_codebook.weight.data.copy_(unit[:, :cut])
        self.quantizer.pixel_codebook.weight.data.copy_(unit[:, cut:])


@torch.no_grad()
def quantize(quantizer: Quantizer, features: Tensor, grids: list[Grid]) -> tuple[Tensor, Tensor, Tensor]:
    """Residual quantization over the given scales. [B, C, H, W] -> features as coded, rows looked up, codes chosen

    The grids may be a subset of the scales: training drops some at random (NextFlow 3.1).
    """
    table, residual = quantizer.table(), features.detach().float()
    coded, all_rows, all_codes = torch.zeros_like(residual), [], []
    for grid in grids:
        rows = quantizer.pooled_rows(residual, grid)
        codes = quantizer.nearest(rows, table)
        z = quantizer.look_up(codes.unflatten(0, (len(features), -1)), grid, table)
        step = bicubic(z, features.shape[-2:])
        residual, coded = residual - step, coded + step
        all_rows.append(rows)
        all_codes.append(codes)
    return coded, torch.cat(all_rows), torch.cat(all_codes)
