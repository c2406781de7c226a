"""Things are moved: to a side, into a corner, a little, or beside another thing."""

import numpy as np

from nextflow_model.tasks.edits import wording
from nextflow_model.tasks.edits.changes import moved
from nextflow_model.tasks.edits.edit import Edit, edited
from nextflow_model.tasks.edits.naming import named
from nextflow_model.tasks.edits.spots import MIDDLE, NEAREST, spot_beside, spot_of
from nextflow_model.tasks.edits.wording import said
from nextflow_model.world import Scene
from nextflow_model.world.layout import LATTICE, Spot
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES
from nextflow_model.world.wording import RELATION_WORDS

LEAST_STEPS = 2
"""No move is shorter, in steps of the lattice: one code of the smallest picture, 16 of 96 px."""

SIDES = ("left", "right", "top", "bottom")
_DESTINATIONS = (*SIDES, *SIDES, "middle", "top left", "top right", "bottom left", "bottom right")


def move(rng: np.random.Generator, source: Scene) -> Edit | None:
    """One thing elsewhere: beside another thing, a little to one side, or to a place of the picture."""
    index = int(rng.integers(len(source.items)))
    it = named(rng, source, index)
    if it is None:
        return None
    way = rng.random()
    if source.ability == "relation" and way < 0.5:
        return _beside(rng, source, index, it)
    spot = spot_of(source.items[index])
    if way < 0.7:
        place = pick(rng, SIDES)
        goal, words = shifted(spot, place), pick(rng, wording.MOVE_A_LITTLE[place])
    else:
        place = pick(rng, _DESTINATIONS)
        goal, words = destination(spot, place, source.items[index].size), pick(rng, _words_for(place))
    if max(abs(goal[0] - spot[0]), abs(goal[1] - spot[1])) < LEAST_STEPS:
        return None
    instruction = said(rng, words.format(it=it, side=place), rest=True)
    return edited("object_position", source, moved(source, index, goal), instruction)


def destination(spot: Spot, place: str, size: str) -> Spot:
    """Where a thing of `size` at `spot` goes when it is moved to a side, a corner or the middle, as far as it can."""
    column, row = (MIDDLE, MIDDLE) if place == "middle" else spot
    near, far = NEAREST[size], LATTICE - NEAREST[size]
    ends = {"left": near, "right": far, "top": near, "bottom": far}
    for word in place.split():
        if word in ("left", "right"):
            column = ends[word]
        elif word in ("top", "bottom"):
            row = ends[word]
    return column, row


def shifted(spot: Spot, side: str) -> Spot:
    """LEAST_STEPS towards a side."""
    right, down = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}[side]
    return spot[0] + right * LEAST_STEPS, spot[1] + down * LEAST_STEPS


def _beside(rng: np.random.Generator, source: Scene, index: int, it: str) -> Edit | None:
    item, anchor = source.items[index], source.items[1 - index]
    here = source.relation if index == 0 else OPPOSITES[source.relation or ""]
    relation = pick(rng, tuple(relation for relation in OPPOSITES if relation != here))
    spot = spot_beside(rng, item, relation, anchor, ())
    other = named(rng, source, 1 - index)
    target = moved(source, index, spot) if spot is not None else None
    if target is None:
        return None
    words = {"it": it, "where": pick(rng, RELATION_WORDS[relation]), "other": other}
    instruction = said(rng, pick(rng, wording.MOVE_NEXT_TO).format(**words), rest=True)
    return edited("object_position", source, target, instruction, loose=(target.items[index],))


def _words_for(place: str) -> wording.Wordings:
    if place == "middle":
        return wording.MOVE_MIDDLE
    if " " in place:
        return wording.MOVE_CORNER
    return wording.MOVE_TO if place in ("left", "right") else wording.MOVE_TO_END
