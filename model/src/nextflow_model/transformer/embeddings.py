"""What enters the transformer for a picture: residual codes of the previous scale, level and scale count."""

from functools import cache

import torch
from torch import Tensor, nn

from nextflow_model.config import ModelConfig
from nextflow_model.rope import block_positions
from nextflow_model.visual_tokenizer.quantizer import Grid, bicubic


def scale_count_sinusoid(scale_count: int, width: int) -> Tensor:
    """Standard sinusoid of the number of scales K: tells the model the target resolution. [D], sines first"""
    half = width // 2
    angles = scale_count * 10_000.0 ** (-torch.arange(half, dtype=torch.float64) / half)
    return torch.cat([angles.sin(), angles.cos()]).float()


@cache
def place_features(grid: Grid, frequencies: int) -> Tensor:
    """Where in the picture each code stands, row by row: sines and cosines of pi, 2 pi, 4 pi .. times its row, then of
    its column, as shares of a square picture's side. Longer shapes reach beyond 0 to 1, as in `rope`. -> [n, 4 F]"""
    places = torch.from_numpy(block_positions(grid, 0, 1.0)[:, :2])  # [n, 2]
    angles = places[:, :, None] * torch.pi * 2.0 ** torch.arange(frequencies, dtype=torch.float64)  # [n, 2, F]
    return torch.cat([angles.sin(), angles.cos()], dim=2).flatten(1).float()


def connector(code_dim: int, width: int) -> nn.Sequential:
    """Brings code vectors to the width of the text embeddings. [.., Cs + Cp] -> [.., D]"""
    return nn.Sequential(nn.Linear(code_dim, width), nn.GELU(), nn.Linear(width, width))


class InputEmbeddings(nn.Module):
    """The embedding side of the model; a mixin of plain functions over named tables."""

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.text_vocab_size, config.hidden_size)
        self.visual_embed_tokens = nn.Embedding(config.visual_vocab_size, config.code_dim)
        self.visual_connector = connector(config.code_dim, config.hidden_size)
        if config.place_features:
            self.place_embedding = nn.Linear(4 * config.place_features, config.hidden_size, bias=False)
        self.level_embedding = nn.Embedding(config.max_scales + 1, config.hidden_size)  # row 0: the closing block

    def scale_count_embedding(self, scale_count: int) -> Tensor:
        sinusoid = scale_count_sinusoid(scale_count, self.config.hidden_size)
        return self.config.scale_length_gain * sinusoid.to(self.embed_tokens.weight.device)

    def embed_text(self, ids: Tensor, scale_counts: Tensor) -> Tensor:
        """Text tokens; a <boi> that opens a picture of K scales also carries K. [B, S], [B, S] -> [B, S, D]"""
        x = self.embed_tokens(ids)
        for scale_count in scale_counts.unique().tolist():
            if scale_count > 0:
                x = x + (scale_counts == scale_count)[..., None] * self.scale_count_embedding(scale_count)
        return x

    def embed_scale(self, codes: Tensor, previous: Grid, grid: Grid, scale: int, scale_count: int) -> Tensor:
        """Input block of `scale` (2..K) from the codes of the scale before it only. [B, n_prev] -> [B, n, D]"""
        z = self.visual_embed_tokens(codes).transpose(1, 2).unflatten(2, tuple(previous))  # [B, C, h, w]
        x = self.visual_connector(bicubic(z, grid).flatten(2).transpose(1, 2))  # [B, n, D]
        if self.config.place_features:
            x = x + self.place_embedding(place_features(grid, self.config.place_features).to(x.device))
        return x + self.level_embedding.weight[scale] + self.scale_count_embedding(scale_count)

    def embed_last(self, codes: Tensor, grid: Grid, scale_count: int) -> Tensor:
        """The closing block: the codes of the last scale, on its own grid. [B, n_K] -> [B, n_K, D]"""
        return self.embed_scale(codes, grid, grid, 0, scale_count)

    def embed_picture(self, codes: list[Tensor], grids: list[Grid]) -> Tensor:
        """All input blocks of a picture, scales 2..K. K (or K-1) of [B, n_k] -> [B, n_2 + .. + n_K, D]"""
        count = len(grids)
        blocks = [self.embed_scale(codes[k - 2], grids[k - 2], grids[k - 1], k, count) for k in range(2, count + 1)]
        return torch.cat(blocks, dim=1)
