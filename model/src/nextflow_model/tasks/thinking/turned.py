"""Puzzles that say it the other way: order, the wrong way round, opposites."""

from dataclasses import replace

import numpy as np

from nextflow_model.tasks.statements import sentence, state, thing_phrase
from nextflow_model.tasks.statements.words import PLACES, RELATIONS, RELATIONS_TO_IT
from nextflow_model.tasks.thinking.puzzle import Puzzle
from nextflow_model.tasks.thinking.riddles.slots import OPPOSITE_COLOURS, OPPOSITE_SIZES
from nextflow_model.world import RESERVED_PAIRS, Demands
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES


def order(rng: np.random.Generator, demands: Demands) -> Puzzle:
    """The things come one after the other; only for directions."""
    first, second = demands.wanted
    relation = demands.relation or ""
    asked = pick(rng, ("first {two}, then {one} {to_it}", "{two}, and then {one} {to_it}",
                       "start with {two}, then add {one} {to_it}"))  # fmt: skip
    text = asked.format(one=thing_phrase(first), two=thing_phrase(second), to_it=RELATIONS_TO_IT[relation])
    step = f"{sentence(f'the {first.thing} is {RELATIONS[relation]} the {second.thing}')}"
    return _with_place(text, step, demands, f"order {relation}|{first.thing} {second.thing}")


def other_way_round(rng: np.random.Generator, demands: Demands) -> Puzzle:
    """The relation is named, then turned round; only for directions."""
    first, second = demands.wanted
    relation = demands.relation or ""
    named = state(replace(demands, relation=OPPOSITES[relation], background=None))
    ending = pick(rng, ("but the other way round", "but the opposite way", "but swapped"))
    away = f"not {RELATIONS[OPPOSITES[relation]]} but {RELATIONS[relation]}"
    step = f"The {first.thing} must be {away} the {second.thing}."
    return _with_place(f"{named}, {ending}", step, demands, f"round {relation}|{first.thing} {second.thing}")


def opposite(rng: np.random.Generator, demands: Demands) -> Puzzle:
    """ "The opposite of a large black star"; only for one small or large thing in black or white."""
    right = demands.wanted[0]
    size, colour = OPPOSITE_SIZES[right.size or ""], OPPOSITE_COLOURS[right.colour]
    text = f"the opposite of {thing_phrase(replace(right, size=size, colour=colour))}"
    step = f"The opposite of {size} is {right.size} and the opposite of {colour} is {right.colour}."
    return _with_place(text, step, demands, f"opposite {size} {colour}|{right.thing}")


def has_opposite(demands: Demands) -> bool:
    """Whether it can be asked for by its opposite."""
    one = demands.wanted[0]
    if (one.thing, OPPOSITE_COLOURS.get(one.colour)) in RESERVED_PAIRS:
        return False
    return len(demands.wanted) == 1 and one.count == 1 and one.size in OPPOSITE_SIZES and one.colour in OPPOSITE_COLOURS


def _with_place(text: str, step: str, demands: Demands, key: str) -> Puzzle:
    place = "" if demands.background is None else f", {PLACES[demands.background]}"
    return Puzzle(text + place, (step,), demands, key)
