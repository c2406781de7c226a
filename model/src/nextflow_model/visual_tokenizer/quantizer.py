"""Multi-scale residual quantization with two codebooks and one shared index (NextFlow 2.1; TokenFlow; VAR).

Everything here runs in float32, whatever the networks around it use: ties and rounding decide indices.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Grid = tuple[int, int]


def bicubic(x: Tensor, grid: Grid) -> Tensor:
    """Bicubic resize (align_corners False, no antialias); the identity when sizes agree. [B, C, h, w]"""
    if tuple(x.shape[-2:]) == tuple(grid):
        return x
    return F.interpolate(x, size=tuple(grid), mode="bicubic", align_corners=False, antialias=False)


class Quantizer(nn.Module):
    """Codebooks are stored as learned and l2-normalised at use, each half by itself."""

    def __init__(self, visual_vocab_size: int, semantic_code_dim: int, pixel_code_dim: int, semantic_weight: float):
        super().__init__()
        self.semantic_code_dim = semantic_code_dim
        self.semantic_weight = semantic_weight
        self.semantic_codebook = nn.Embedding(visual_vocab_size, semantic_code_dim)
        self.pixel_codebook = nn.Embedding(visual_vocab_size, pixel_code_dim)

    def table(self) -> Tensor:
        """Both normalised halves side by side, semantic columns first. [V, Cs + Cp]"""
        semantic = F.normalize(self.semantic_codebook.weight.float(), dim=-1)
        return torch.cat([semantic, F.normalize(self.pixel_codebook.weight.float(), dim=-1)], dim=-1)

    def normalise(self, x: Tensor) -> Tensor:
        """Unit length per half. [N, Cs + Cp] -> [N, Cs + Cp]"""
        semantic, pixel = x.split([self.semantic_code_dim, x.shape[-1] - self.semantic_code_dim], dim=-1)
        return torch.cat([F.normalize(semantic, dim=-1), F.normalize(pixel, dim=-1)], dim=-1)

    def likeness(self, unit: Tensor, table: Tensor) -> Tensor:
        """Larger is nearer: weight * <semantic, row> + <pixel, row>. [N, Cs + Cp], [V, Cs + Cp] -> [N, V]

        For unit vectors the joint squared distance is 2 * weight + 2 minus twice this: the same order.
        """
        cut = self.semantic_code_dim
        if self.semantic_weight != 1.0:
            unit = torch.cat([unit[:, :cut] * self.semantic_weight, unit[:, cut:]], dim=-1)
        return unit @ table.T

    def nearest(self, unit: Tensor, table: Tensor) -> Tensor:
        """Index of the nearest code of each row. [N, Cs + Cp] -> [N]"""
        return self.likeness(unit, table).argmax(dim=-1)

    def look_up(self, codes: Tensor, grid: Grid, table: Tensor) -> Tensor:
        """Codes of one scale as a feature map. [B, rows * columns] -> [B, Cs + Cp, rows, columns]"""
        return table[codes].transpose(1, 2).unflatten(2, tuple(grid))

    def pooled_rows(self, residual: Tensor, grid: Grid) -> Tensor:
        """The residual seen at one scale: area average, one normalised row per place. [B, C, H, W] -> [B * n, C]"""
        pooled = F.adaptive_avg_pool2d(residual, tuple(grid)).flatten(2).transpose(1, 2)  # [B, n, C]
        return self.normalise(pooled.flatten(0, 1))

    @torch.no_grad()
    def encode(self, residual: Tensor, grids: list[Grid]) -> list[Tensor]:
        """Codes of every scale, nearest choice, coarse to fine. [B, Cs + Cp, H, W] -> K of [B, n_k]"""
        codes, table, residual = [], self.table(), residual.float()
        for grid in grids:
            chosen = self.nearest(self.pooled_rows(residual, grid), table).unflatten(0, (residual.shape[0], -1))
            residual = residual - bicubic(self.look_up(chosen, grid, table), residual.shape[-2:])
            codes.append(chosen)
        return codes

    def accumulate(self, codes: list[Tensor], grids: list[Grid]) -> Tensor:
        """The features a decoder sees: every scale brought to the final grid and added. -> [B, Cs + Cp, H, W]"""
        table = self.table()
        return sum(bicubic(self.look_up(c, grid, table), grids[-1]) for c, grid in zip(codes, grids))
