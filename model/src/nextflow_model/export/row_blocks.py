"""A tensor a few rows at a time: what is read, rounded and turned round in one go."""

from collections.abc import Iterator

import numpy as np

BLOCK_ELEMENTS = 1 << 20  # 4 MiB of float32: temporaries of rounding stay in the processor's cache


def row_span(shape: tuple[int, ...], rows: slice) -> tuple[int, int]:
    """First row and the row past the last that `rows`, a slice without a step, takes of a tensor [rows, ...]."""
    first, past_end, _ = rows.indices(shape[0])
    return first, past_end


def row_blocks(shape: tuple[int, ...], rows: slice) -> Iterator[tuple[slice, slice]]:
    """(rows of the tensor, rows of what is taken of it), in order, at most BLOCK_ELEMENTS numbers or a single row."""
    first, past_end = row_span(shape, rows)
    step = max(1, BLOCK_ELEMENTS // int(np.prod(shape[1:])))
    for start in range(first, past_end, step):
        end = min(start + step, past_end)
        yield slice(start, end), slice(start - first, end - first)
