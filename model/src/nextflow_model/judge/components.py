"""Connected components and holes of a mask, by joining the runs of neighbouring rows."""

import numpy as np


def label(mask: np.ndarray, diagonal: bool) -> tuple[np.ndarray, int]:
    """Numbers the components of `mask`, bool [h, w]: int32 [h, w] with 0 = off, and their count.

    With `diagonal`, pixels that touch only at a corner belong together.
    """
    rows, starts, ends = _runs(mask)
    parent = list(range(len(rows)))
    reach = 1 if diagonal else 0
    first_of_row = np.searchsorted(rows, np.arange(mask.shape[0] + 1)).tolist()
    for row in range(1, mask.shape[0]):
        upper, upper_end, lower_end = first_of_row[row - 1], first_of_row[row], first_of_row[row + 1]
        lower = upper_end
        while upper < upper_end and lower < lower_end:
            if starts[upper] < ends[lower] + reach and starts[lower] < ends[upper] + reach:
                _join(parent, upper, lower)
            if ends[upper] < ends[lower]:
                upper += 1
            else:
                lower += 1
    names: dict[int, int] = {}
    labels = np.zeros(mask.shape, dtype=np.int32)
    for run, row in enumerate(rows):
        root = _root(parent, run)
        labels[row, starts[run] : ends[run]] = names.setdefault(root, len(names) + 1)
    return labels, len(names)


def filled(mask: np.ndarray) -> np.ndarray:
    """The mask, bool [h, w], with everything it encloses switched on."""
    # Straight views from the border reach nearly all of the outside; only bays need the slow spreading.
    outside = ~(
        np.logical_or.accumulate(mask, axis=0)
        & np.logical_or.accumulate(mask[::-1], axis=0)[::-1]
        & np.logical_or.accumulate(mask, axis=1)
        & np.logical_or.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
    )
    reached = -1
    while reached != (reached := int(outside.sum())):
        spread = outside.copy()
        spread[1:] |= outside[:-1]
        spread[:-1] |= outside[1:]
        spread[:, 1:] |= outside[:, :-1]
        spread[:, :-1] |= outside[:, 1:]
        outside = spread & ~mask
    return ~outside


def eroded(mask: np.ndarray, steps: int) -> np.ndarray:
    """The mask, bool [h, w], without its outer `steps` px."""
    for _ in range(steps):
        padded = np.pad(mask, 1)
        mask = mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask


def _runs(mask: np.ndarray) -> tuple[list[int], list[int], list[int]]:
    # Rising and falling edges alternate along a row, so the two lists pair up one to one.
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return rows.tolist(), starts.tolist(), ends.tolist()


def _root(parent: list[int], run: int) -> int:
    while parent[run] != run:
        parent[run] = parent[parent[run]]
        run = parent[run]
    return run


def _join(parent: list[int], one: int, other: int) -> None:
    one, other = _root(parent, one), _root(parent, other)
    parent[max(one, other)] = min(one, other)
