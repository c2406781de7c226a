"""Two scenes that differ in exactly one respect."""

from dataclasses import replace

import numpy as np

from nextflow_model.tasks.questions.naming import other_colour
from nextflow_model.world import BACKGROUNDS, RESERVED_PAIRS, THINGS, Item, Scene, is_heldout, sample_scene
from nextflow_model.world.backgrounds import allowed_colours
from nextflow_model.world.layout import LATTICE, group_spots
from nextflow_model.world.sampling import pick

CHANGES: tuple[str, ...] = ("colour", "thing", "number", "background")


def changed_pair(rng: np.random.Generator, change: str, split: str) -> tuple[Scene, Scene]:
    """A scene and the same one with its `change` (see CHANGES) made; both of the split if it is "train"."""
    while True:
        scene = sample_scene(rng, "count" if change == "number" or rng.random() < 0.4 else "single", split)
        other = _CHANGED[change](rng, scene)
        if other is not None and not (split == "train" and is_heldout(other)):
            return scene, other


def change_between(pair: tuple[Scene, Scene]) -> str | None:
    """Which one change was made to the first scene, "" if none; None if there is no telling it in a word."""
    if any(len({(item.thing, item.colour) for item in scene.items}) != 1 for scene in pair):
        return None
    one, other = pair
    first, second = one.items[0], other.items[0]
    made = {
        "colour": first.colour != second.colour,
        "thing": first.thing != second.thing,
        "number": len(one.items) != len(other.items),
        "background": one.background != other.background,
    }
    changes = [change for change, is_made in made.items() if is_made]
    return None if len(changes) > 1 else "".join(changes)


def _colour(rng: np.random.Generator, scene: Scene) -> Scene | None:
    colour = other_colour(rng, scene.items[0].thing, scene.items[0].colour)
    if colour not in allowed_colours(scene.background):
        return None
    return replace(scene, items=tuple(replace(item, colour=colour) for item in scene.items))


def _thing(rng: np.random.Generator, scene: Scene) -> Scene | None:
    thing = pick(rng, THINGS)
    if thing == scene.items[0].thing or (thing, scene.items[0].colour) in RESERVED_PAIRS:
        return None
    return replace(scene, items=tuple(replace(item, thing=thing) for item in scene.items))


def _number(rng: np.random.Generator, scene: Scene) -> Scene | None:
    first, count = scene.items[0], int(rng.integers(1, 5))
    if count == len(scene.items):
        return None
    spots = group_spots(rng, first.size, count)
    return replace(scene, items=tuple(_placed(first, x, y) for x, y in spots))


def _background(rng: np.random.Generator, scene: Scene) -> Scene | None:
    background = pick(rng, tuple(BACKGROUNDS))
    if background == scene.background or scene.items[0].colour not in allowed_colours(background):
        return None
    return replace(scene, background=background)


def _placed(item: Item, column: int, row: int) -> Item:
    return replace(item, x=column / LATTICE, y=row / LATTICE)


_CHANGED = {"colour": _colour, "thing": _thing, "number": _number, "background": _background}
