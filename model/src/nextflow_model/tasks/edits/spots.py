"""Free spots for things that are added or moved."""

import numpy as np

from nextflow_model.tasks.edits.arrangement import direction
from nextflow_model.tasks.edits.rules import apart
from nextflow_model.world import Item
from nextflow_model.world.layout import LATTICE, Spot
from nextflow_model.world.sampling import pick

MIDDLE = LATTICE // 2
# How far out a centre may lie for the box to stay in the picture, as for the world's own pairs.
NEAREST: dict[str, int] = {"small": 2, "medium": 3, "large": 4}


def spot_of(item: Item) -> Spot:
    """The item's centre in steps of the lattice."""
    return round(item.x * LATTICE), round(item.y * LATTICE)


def at(item: Item, spot: Spot) -> Item:
    """The item's like at another spot."""
    return Item(item.thing, item.colour, item.size, spot[0] / LATTICE, spot[1] / LATTICE, item.turn, item.pattern)


def spot_beside(
    rng: np.random.Generator, item: Item, relation: str, anchor: Item, others: tuple[Item, ...]
) -> Spot | None:
    """A random spot where `item` plainly is `relation` (left of, ...) `anchor`, apart from all `others`."""
    column, row = spot_of(anchor)
    low, high = NEAREST[item.size], LATTICE - NEAREST[item.size]
    free = [
        spot
        for along in range(low, high + 1)
        for across in (-1, 0, 1)
        for spot in [(along, row + across) if relation in ("left of", "right of") else (column + across, along)]
        if low <= min(spot) and max(spot) <= high and _fits(at(item, spot), relation, anchor, others)
    ]
    return pick(rng, tuple(free)) if free else None


def _fits(item: Item, relation: str, anchor: Item, others: tuple[Item, ...]) -> bool:
    return direction(item, anchor) == relation and apart(item, anchor) and all(apart(item, one) for one in others)
