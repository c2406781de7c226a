"""Coarse blocks: a picture averaged in squares."""

import numpy as np

_BLOCKS = 24


def pixelated(canvas: np.ndarray) -> np.ndarray:
    """The canvas, float32 [height, width, 3], with every block replaced by its mean colour."""
    short_side = min(canvas.shape[:2])
    down, across = (block_starts(length, short_side) for length in canvas.shape[:2])
    heights, widths = (np.diff(starts, append=length) for starts, length in zip((down, across), canvas.shape[:2]))
    sums = np.add.reduceat(np.add.reduceat(canvas, down, axis=0), across, axis=1)
    means = sums / (heights[:, None, None] * widths[None, :, None]).astype(np.float32)
    return means.repeat(heights, axis=0).repeat(widths, axis=1)


def block_starts(length: int, short_side: int) -> np.ndarray:
    """First px of every block along a side of `length` px, int64 [blocks]; the short side holds 24 blocks.

    Where that is no whole number of px, blocks differ by one px rather than leave a narrow one at the end.
    """
    blocks = max(1, round(length * _BLOCKS / short_side))
    return np.rint(np.arange(blocks) * (length / blocks)).astype(np.int64)
