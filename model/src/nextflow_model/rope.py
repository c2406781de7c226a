"""Multiscale 3D rotary positions (NextFlow Eq. 1, Fig. 5): row, column and running sequence position.

Text stands at (t, t, t), so plain one-dimensional rotary embedding is the special case of no picture.
A picture at <boi> = t puts scale k at sequence position t + k - 1, and a closing block at t + K; its rows and columns span the same
range at every scale, so the same place of the picture has the same coordinates whatever the grid.
"""

import numpy as np


def text_positions(first: int, count: int) -> np.ndarray:
    """Positions of `count` tokens starting at `first`. [count, 3]"""
    return np.repeat(np.arange(first, first + count, dtype=np.float64)[:, None], 3, axis=1)


def block_positions(grid: tuple[int, int], sequence_position: int, rope_range: float) -> np.ndarray:
    """Positions of one scale's codes in row-major order. [rows * columns, 3]"""
    rows, columns = grid
    step = rope_range / np.sqrt(rows * columns)
    row = np.repeat((np.arange(rows) + 0.5) * step, columns)
    column = np.tile((np.arange(columns) + 0.5) * step, rows)
    return np.stack([row, column, np.full(rows * columns, float(sequence_position))], axis=1)


def picture_positions(grids: list[tuple[int, int]], boi_position: int, rope_range: float) -> np.ndarray:
    """Positions of the input blocks, of scales 2..K and perhaps once more of K, the closing block. -> [n_2 + .. , 3]"""
    blocks = [block_positions(grid, boi_position + step, rope_range) for step, grid in enumerate(grids[1:], start=1)]
    return np.concatenate(blocks) if blocks else np.zeros((0, 3))


def frequency_streams(pairs: int, assignment: str) -> np.ndarray:
    """Which of (row, column, sequence) turns each frequency. [pairs]

    "interleaved": frequency i follows stream i mod 3, so each stream sees fast and slow turns.
    "paper": rows, columns and sequence take contiguous bands in the proportion 16 : 24 : 24.
    """
    if assignment == "interleaved":
        return np.arange(pairs) % 3
    if assignment == "paper":
        rows, columns = round(pairs * 16 / 64), round(pairs * 24 / 64)
        return np.repeat([0, 1, 2], [rows, columns, pairs - rows - columns])
    raise ValueError(f"unknown rope_assignment {assignment!r}")


def rotary_table(positions: np.ndarray, head_dim: int, theta: float, assignment: str) -> tuple[np.ndarray, np.ndarray]:
    """Cosines and sines, computed in float64 and rounded once. [..., 3] -> two of [..., head_dim / 2]"""
    pairs = head_dim // 2
    frequencies = theta ** (-np.arange(pairs, dtype=np.float64) / pairs)
    angles = positions[..., frequency_streams(pairs, assignment)] * frequencies
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
