"""Convolutional pieces that both encoders and the decoder share. They export to plain ONNX operators."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class ResidualBlock(nn.Module):
    """norm - SiLU - 3x3 conv, twice, added to the input. [B, C, h, w] -> [B, C, h, w]"""

    def __init__(self, width: int, norm_groups: int):
        super().__init__()
        self.norm1 = nn.GroupNorm(norm_groups, width, eps=1e-6)
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.norm2 = nn.GroupNorm(norm_groups, width, eps=1e-6)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)  # each block starts as the identity

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(h)))


def residual_stage(width: int, count: int, norm_groups: int) -> nn.ModuleList:
    return nn.ModuleList(ResidualBlock(width, norm_groups) for _ in range(count))


def run_stage(stage: nn.ModuleList, x: Tensor) -> Tensor:
    for block in stage:
        x = block(x)
    return x


def picture_to_pixels(picture: Tensor) -> Tensor:
    """uint8 [B, H, W, 3] -> float32 in [-1, 1]. [B, 3, H, W]"""
    return (picture.permute(0, 3, 1, 2).float() - 127.5) / 127.5


def pixels_to_picture(pixels: Tensor) -> Tensor:
    """float [B, 3, H, W] -> uint8 [B, H, W, 3]; values outside [-1, 1] are clamped."""
    return torch.clamp(torch.round(pixels * 127.5 + 127.5), 0, 255).to(torch.uint8).permute(0, 2, 3, 1)
