"""A checkpoint tensor as a bundle stores it: its final layout and type, filled block by block.

The array returned is all that is held of a tensor, besides one block in float32 and what rounding it takes. The
largest matrix of the 7B shape, the head's 152,064 x 3,584, is held in 0.55 GB for 8 bits.
"""

import numpy as np

from .quantise import quantise
from .row_blocks import row_blocks, row_span
from .tensors import Tensors


def in_float32(tensors: Tensors, name: str, rows: slice, transpose: bool) -> np.ndarray:
    """float32 [rows, ...], or [in, rows] of a matrix turned round."""
    stored, by_row = _empty(tensors.shape(name), rows, np.dtype(np.float32), transpose)
    for source, target in row_blocks(tensors.shape(name), rows):
        by_row[target] = tensors.read(name, source)
    return stored


def in_eight_bits(tensors: Tensors, name: str, rows: slice, transpose: bool) -> tuple[np.ndarray, np.ndarray]:
    """int8 [rows, ...], or [in, rows] of a matrix turned round, and float32 scales [rows]."""
    stored, by_row = _empty(tensors.shape(name), rows, np.dtype(np.int8), transpose)
    scales = np.empty(by_row.shape[0], np.float32)
    for source, target in row_blocks(tensors.shape(name), rows):
        by_row[target], scales[target] = quantise(tensors.read(name, source))
    return stored, scales


def _empty(shape: tuple[int, ...], rows: slice, dtype: np.dtype, transpose: bool) -> tuple[np.ndarray, np.ndarray]:
    """An array to be stored, and a view of it with the checkpoint's rows first."""
    first, past_end = row_span(shape, rows)
    if transpose:
        stored = np.empty((shape[1], past_end - first), dtype)
        return stored, stored.T
    stored = np.empty((past_end - first, *shape[1:]), dtype)
    return stored, stored
