"""One frame: a sentence, and the scene it tells of."""

from dataclasses import dataclass

import numpy as np

from nextflow_model.tasks.stories.cast import Cast
from nextflow_model.world import Demands, Item, Scene, Wanted
from nextflow_model.world.layout import LATTICE, Spot, lone_spot, pair_spots, row_spots
from nextflow_model.world.scene import OPPOSITES


@dataclass(frozen=True)
class Frame:
    """`text` says what `demands` demand of the picture of `scene`; `hint` is how a prompt may ask for it."""

    text: str
    demands: Demands
    scene: Scene
    hint: str


def alone(rng: np.random.Generator, cast: Cast, background: str) -> Scene:
    """The hero somewhere in the picture."""
    item = _item(cast.hero, cast.hero_size, lone_spot(rng, cast.hero_size))
    return Scene("single", (item,), None, background)


def beside(rng: np.random.Generator, cast: Cast, relation: str, background: str) -> Scene:
    """The hero in a relation to its friend."""
    spots = pair_spots(rng, relation, (cast.hero_size, "small"))
    items = _item(cast.hero, cast.hero_size, spots[0]), _item(cast.friend, "small", spots[1])
    return Scene("relation", items, relation, background)


def amid(rng: np.random.Generator, cast: Cast, second: Wanted, background: str) -> Scene:
    """The hero between its friend and a second one, which may be just like the first; for a small hero."""
    middle, *ends = row_spots(rng, upright=False)
    items = _item(cast.hero, cast.hero_size, middle), _item(cast.friend, "small", ends[0])
    relation = "between" if second != cast.friend else None
    return Scene("between", (*items, _item(second, "small", ends[1])), relation, background)


def seen_from_hero(relation: str) -> str:
    """Where the friend stands, if the hero stands in `relation` to it."""
    return OPPOSITES[relation]


def _item(wanted: Wanted, size: str, spot: Spot) -> Item:
    return Item(wanted.thing, wanted.colour, size, spot[0] / LATTICE, spot[1] / LATTICE)
