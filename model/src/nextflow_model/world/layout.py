"""Where things go: centres on a lattice of twelfths of the picture, so that cells repeat."""

import numpy as np

from nextflow_model.world.things import SIZES

LATTICE = 12
Spot = tuple[int, int]
"""A centre as (column, row) in lattice steps."""

_REACH = {"small": (3, 9), "medium": (4, 8), "large": (5, 7)}
# Two neighbours keep at least this much air between their boxes, as a share of the short side.
_GAP = 0.04
MARGIN = 0.02
"""Air between a box and the border, at least, as a share of the side."""

# One row, a column, and compact groups; every spacing fits small things, `_WIDE` also medium ones.
_CLOSE: dict[int, tuple[tuple[Spot, ...], ...]] = {
    2: (((4, 6), (8, 6)), ((3, 6), (9, 6)), ((6, 3), (6, 9))),
    3: (((2, 6), (6, 6), (10, 6)), ((6, 3), (3, 9), (9, 9)), ((3, 3), (9, 3), (6, 9))),
    4: (((3, 3), (9, 3), (3, 9), (9, 9)), ((4, 4), (8, 4), (4, 8), (8, 8))),
}
_WIDE: dict[int, tuple[tuple[Spot, ...], ...]] = {
    2: (((3, 6), (9, 6)), ((6, 3), (6, 9))),
    3: (((6, 3), (3, 9), (9, 9)), ((3, 3), (9, 3), (6, 9))),
    4: (((3, 3), (9, 3), (3, 9), (9, 9)),),
}


def lone_spot(rng: np.random.Generator, size: str) -> Spot:
    """A centre for one thing, nearer to the middle the larger the thing is."""
    low, high = _REACH[size]
    return int(rng.integers(low, high + 1)), int(rng.integers(low, high + 1))


def group_spots(rng: np.random.Generator, size: str, count: int) -> tuple[Spot, ...]:
    """Centres for `count` alike things (1..4), of size small or medium."""
    if count == 1:
        return (lone_spot(rng, size),)
    choices = (_CLOSE if size == "small" else _WIDE)[count]
    return choices[int(rng.integers(len(choices)))]


def pair_spots(rng: np.random.Generator, relation: str, sizes: tuple[str, str]) -> tuple[Spot, Spot]:
    """Centres of two things so that the first is plainly `relation` (left of, ...) the second."""
    forward = relation in ("left of", "above")
    first_size, last_size = sizes if forward else sizes[::-1]
    first, last = _along(rng, first_size, last_size)
    middle = int(rng.integers(5, 8)) if "large" not in sizes else 6
    # At most one step of drift: the offset stays dominated by the axis of the relation.
    drift = int(rng.integers(-1, 2))
    spots = ((first, middle), (last, middle + drift))
    if relation in ("above", "below"):
        spots = tuple((row, column) for column, row in spots)
    return (spots[0], spots[1]) if forward else (spots[1], spots[0])


def row_spots(rng: np.random.Generator, upright: bool) -> tuple[Spot, Spot, Spot]:
    """Centres of three things in a row (or a column): the middle one first, then the two ends."""
    across = int(rng.integers(4, 9))
    spots = tuple((across, along) if upright else (along, across) for along in (6, 2, 10))
    return spots[0], spots[1], spots[2]


def _along(rng: np.random.Generator, first_size: str, last_size: str) -> tuple[int, int]:
    first_half, last_half = SIZES[first_size] / 2, SIZES[last_size] / 2
    options = [
        (first, last)
        for first in range(LATTICE + 1)
        for last in range(first, LATTICE + 1)
        if first / LATTICE - first_half >= MARGIN
        and last / LATTICE + last_half <= 1 - MARGIN
        and (last - first) / LATTICE >= first_half + last_half + _GAP
    ]
    return options[int(rng.integers(len(options)))]
