"""Changes with their parameters fixed, to be shown on several pictures; free of words."""

from collections.abc import Callable
from typing import Any

import numpy as np

from nextflow_model.tasks.edits.changes import (
    SIZE_NAMES,
    altered,
    in_style,
    joined_by,
    moved,
    on_background,
    without,
    zoomed,
)
from nextflow_model.tasks.edits.edit import Edit, edited
from nextflow_model.tasks.edits.kinds.counts import MOST, counted
from nextflow_model.tasks.edits.kinds.looks import can_carry
from nextflow_model.tasks.edits.kinds.places import LEAST_STEPS, SIDES, destination
from nextflow_model.tasks.edits.kinds.views import BY_DAY
from nextflow_model.tasks.edits.spots import MIDDLE, at, spot_beside, spot_of
from nextflow_model.world import COLOUR_NAMES, PATTERNS, STYLES, THINGS, TURNS, Item, Pattern, Scene
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES
from nextflow_model.world.turns import looks_alike

Change = Callable[[np.random.Generator, Scene], Edit | None]
"""Does the same to any scene; None where it cannot be done or would not be told apart from another change."""


def _all_altered(kind: str, fits: Callable[[Item], bool] = lambda item: True, **fields: Any) -> Change:
    def change(rng: np.random.Generator, source: Scene) -> Edit | None:
        if not fits(source.items[0]):
            return None
        return edited(kind, source, altered(source, range(len(source.items)), **fields), "")

    return change


def same_colour(rng: np.random.Generator) -> Change:
    """Every thing gets one colour."""
    return _all_altered("object_color", colour=pick(rng, COLOUR_NAMES))


def same_thing(rng: np.random.Generator) -> Change:
    """Every thing becomes one kind of thing, in its old colour."""
    return _all_altered("object_replace", thing=pick(rng, THINGS))


def same_turn(rng: np.random.Generator) -> Change:
    """Every thing is turned alike."""
    turn = pick(rng, TURNS[1:])
    return _all_altered("object_rotation", lambda item: not looks_alike(item.thing, turn, 0), turn=turn)


def same_pattern(rng: np.random.Generator) -> Change:
    """Every thing is covered with one pattern."""
    pattern = Pattern(pick(rng, PATTERNS), pick(rng, COLOUR_NAMES))
    return _all_altered("object_texture", lambda item: can_carry(item, pattern), pattern=pattern)


def same_step_of_size(rng: np.random.Generator) -> Change:
    """Every thing grows by one size, or shrinks by one, in its place."""
    steps = pick(rng, (-1, 1))

    def change(_: np.random.Generator, source: Scene) -> Edit | None:
        size = SIZE_NAMES.index(source.items[0].size) + steps
        if not 0 <= size < len(SIZE_NAMES) or not _off_the_middle(source):
            return None
        return edited("object_size", source, altered(source, range(len(source.items)), size=SIZE_NAMES[size]), "")

    return change


def same_side(rng: np.random.Generator) -> Change:
    """A thing moves to one side of the picture."""
    side = pick(rng, SIDES)

    def change(_: np.random.Generator, source: Scene) -> Edit | None:
        spot = spot_of(source.items[0])
        goal = destination(spot, side, source.items[0].size)
        if max(abs(goal[0] - spot[0]), abs(goal[1] - spot[1])) < LEAST_STEPS:
            return None
        return edited("object_position", source, moved(source, 0, goal), "")

    return change


def same_count(rng: np.random.Generator) -> Change:
    """Groups become equally many."""
    count = int(rng.integers(1, MOST + 1))

    def change(rng: np.random.Generator, source: Scene) -> Edit | None:
        target = counted(rng, source, count) if len(source.items) != count else None
        return edited("object_quantity", source, target, "", loose=target.items if target else ())

    return change


def same_thing_added(rng: np.random.Generator) -> Change:
    """One thing is added, always in the same relation."""
    new = Item(pick(rng, THINGS), pick(rng, COLOUR_NAMES), "small", 0.5, 0.5)
    relation = pick(rng, tuple(OPPOSITES))

    def change(rng: np.random.Generator, source: Scene) -> Edit | None:
        spot = spot_beside(rng, new, relation, source.items[0], ())
        if spot is None or source.items[0].thing == new.thing:
            return None
        item = at(new, spot)
        return edited("object_add", source, joined_by(source, item), "", loose=(item,))

    return change


def same_thing_removed(rng: np.random.Generator) -> Change:
    """One thing is removed, wherever it stands."""
    thing = pick(rng, THINGS)

    def change(_: np.random.Generator, source: Scene) -> Edit | None:
        index = next((index for index, item in enumerate(source.items) if item.thing == thing), None)
        return None if index is None else edited("object_remove", source, without(source, index), "")

    return change


def same_background(rng: np.random.Generator) -> Change:
    """One background takes the place of any other."""
    ground = pick(rng, BY_DAY)
    return lambda _, source: edited("background", source, on_background(source, ground), "")


def always_night(_: np.random.Generator) -> Change:
    """It gets dark."""
    return lambda _, source: edited("night", source, on_background(source, "night"), "")


def same_style(rng: np.random.Generator) -> Change:
    """The picture is drawn in one style."""
    style = pick(rng, tuple(style for style in STYLES if style != "shaded"))
    return lambda _, source: edited("style", source, in_style(source, style), "")


def same_zoom(rng: np.random.Generator) -> Change:
    """The camera comes closer by one size, or goes back."""
    steps = pick(rng, (-1, 1))
    kind = "camera_zoom_in" if steps > 0 else "camera_zoom_out"
    return lambda _, source: edited(kind, source, zoomed(source, steps), "") if _off_the_middle(source) else None


def _off_the_middle(source: Scene) -> bool:
    # In the middle a zoom and a change of size look the same.
    return any(max(abs(column - MIDDLE), abs(row - MIDDLE)) >= 2 for column, row in map(spot_of, source.items))
