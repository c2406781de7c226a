"""Weights in 8 bits: symmetric, one scale per output channel, the first axis of the checkpoint's layout."""

import numpy as np

LARGEST = 127  # symmetric: -128 stays unused, so a weight and its negative are equally exact

# Rows that are compared, added or looked up as such, not multiplied through: they stay exact.
KEPT_EXACT = ("codebook.weight", "visual_embed_tokens.weight", "level_embedding.weight", "position_embedding.weight",
              "place_embedding.weight")  # fmt: skip


def is_quantised(name: str, shape: tuple[int, ...]) -> bool:
    """Whether `name` is stored in 8 bits in an int8 bundle: matrices and convolutions, never vectors."""
    return len(shape) >= 2 and not name.endswith(KEPT_EXACT)


def quantise(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """float32 [out, ...] -> int8 [out, ...] and float32 scales [out]."""
    rows = weight.reshape(weight.shape[0], -1)
    largest = np.abs(rows).max(axis=1)
    scales = np.where(largest > 0, largest / np.float32(LARGEST), np.float32(1)).astype(np.float32)
    codes = np.clip(np.rint(rows / scales[:, None]), -LARGEST, LARGEST).astype(np.int8)
    return codes.reshape(weight.shape), scales


def dequantise(codes: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The float32 weight the runtime computes with."""
    return codes.astype(np.float32) * scales.reshape(-1, *[1] * (codes.ndim - 1))


def rounded(weight: np.ndarray) -> np.ndarray:
    """What is left of a float32 weight after a trip through 8 bits."""
    return dequantise(*quantise(weight))
