"""Draws random scenes of one ability from one side of the split."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from nextflow_model.world import layout
from nextflow_model.world.backgrounds import BACKGROUNDS, allowed_colours
from nextflow_model.world.palette import COLOUR_NAMES, stands_out
from nextflow_model.world.scene import OPPOSITES, Item, Scene
from nextflow_model.world.split import is_heldout
from nextflow_model.world.things import CONTAINERS, THINGS

Option = TypeVar("Option")

_PAIR_SIZES = (
    ("small", "small"), ("small", "medium"), ("medium", "small"), ("medium", "medium"),
    ("large", "small"), ("small", "large"),
)  # fmt: skip
# Whoever asks for "a red house" expects to see it well: a lone thing is seldom small unless the caption says so.
_LONE_SIZES = ("small", "medium", "medium", "large", "large")


def sample_scene(rng: np.random.Generator, ability: str, split: str) -> Scene:
    """A random scene of `ability` (see ABILITIES) from `split`, "train" or "heldout"."""
    if split not in ("train", "heldout"):
        raise ValueError(f"unknown split: {split}")
    draw = _ABILITIES[ability]
    wanted = split == "heldout"
    while True:
        scene = draw(rng, pick(rng, tuple(BACKGROUNDS)))
        if is_heldout(scene) == wanted:
            return scene


def pick(rng: np.random.Generator, options: tuple[Option, ...]) -> Option:
    """One of the options, all equally likely."""
    return options[int(rng.integers(len(options)))]


def _single(rng: np.random.Generator, background: str) -> Scene:
    size = pick(rng, _LONE_SIZES)
    item = _item(rng, pick(rng, THINGS), size, layout.lone_spot(rng, size), background)
    return Scene("single", (item,), None, background)


def _count(rng: np.random.Generator, background: str) -> Scene:
    size = pick(rng, ("small", "medium"))
    thing, colour = pick(rng, THINGS), pick(rng, allowed_colours(background))
    spots = layout.group_spots(rng, size, int(rng.integers(1, 5)))
    return Scene("count", tuple(_placed(thing, colour, size, spot) for spot in spots), None, background)


def _relation(rng: np.random.Generator, background: str) -> Scene:
    relation = pick(rng, tuple(OPPOSITES))
    sizes = pick(rng, _PAIR_SIZES)
    things = rng.permutation(len(THINGS))[:2]
    spots = layout.pair_spots(rng, relation, sizes)
    items = tuple(
        _item(rng, THINGS[index], size, spot, background)
        for index, size, spot in zip(things, sizes, spots, strict=True)
    )
    return Scene("relation", items, relation, background)


def _inside(rng: np.random.Generator, background: str) -> Scene:
    container = _item(rng, pick(rng, CONTAINERS), "large", layout.lone_spot(rng, "large"), background)
    thing = pick(rng, tuple(thing for thing in THINGS if thing != container.thing))
    colour = pick(rng, tuple(colour for colour in COLOUR_NAMES if stands_out(colour, container.colour)))
    inner = Item(thing, colour, "small", container.x, container.y)
    return Scene("inside", (inner, container), "inside", background)


def _between(rng: np.random.Generator, background: str) -> Scene:
    things = rng.permutation(len(THINGS))[:3]
    spots = layout.row_spots(rng, upright=rng.random() < 0.3)
    items = tuple(
        _item(rng, THINGS[index], "small", spot, background) for index, spot in zip(things, spots, strict=True)
    )
    return Scene("between", items, "between", background)


def _item(rng: np.random.Generator, thing: str, size: str, spot: layout.Spot, background: str) -> Item:
    return _placed(thing, pick(rng, allowed_colours(background)), size, spot)


def _placed(thing: str, colour: str, size: str, spot: layout.Spot) -> Item:
    return Item(thing, colour, size, spot[0] / layout.LATTICE, spot[1] / layout.LATTICE)


_ABILITIES: dict[str, Callable[[np.random.Generator, str], Scene]] = {
    "single": _single,
    "count": _count,
    "relation": _relation,
    "inside": _inside,
    "between": _between,
}
