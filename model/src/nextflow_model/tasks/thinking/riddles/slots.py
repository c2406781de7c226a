"""Riddles for one attribute of the first thing: its number, colour, kind or size, or where the picture is.

Each takes the demands and gives how the attribute is asked for and the fact that resolves it.
"""

from typing import NamedTuple

import numpy as np

from nextflow_model.tasks.thinking.riddles import tables
from nextflow_model.tasks.thinking.riddles.sums import sum_for
from nextflow_model.world import Demands
from nextflow_model.world.sampling import pick


class Slot(NamedTuple):
    """`asked` stands in the prompt in place of the attribute, `fact` is a sentence without its full stop."""

    asked: str
    fact: str


def number_slot(rng: np.random.Generator, demands: Demands) -> Slot:
    """ "as many ... as a triangle has corners": only what follows "as"."""
    return Slot(*pick(rng, tables.NUMBERS[demands.wanted[0].count]))


def sum_slot(rng: np.random.Generator, demands: Demands) -> Slot:
    """ "two plus one"."""
    return Slot(*sum_for(rng, demands.wanted[0].count))


def colour_slot(rng: np.random.Generator, demands: Demands) -> Slot:
    """ "the colour of grass", "the colour you get from blue and yellow"."""
    colour = demands.wanted[0].colour
    if colour in tables.MIXES and rng.random() < 0.5:
        one, other = pick(rng, tables.MIXES[colour])
        asked = pick(rng, ("the colour you get from {} and {}", "the colour that {} and {} make when mixed",
                           "the mix of {} and {}"))  # fmt: skip
        return Slot(asked.format(one, other), f"{one.capitalize()} and {other} make {colour}")
    if colour in OPPOSITE_COLOURS and rng.random() < 0.3:
        other = OPPOSITE_COLOURS[colour]
        return Slot(f"the opposite of {other}", f"The opposite of {other} is {colour}")
    owner, start = pick(rng, tables.COLOURED[colour])
    return Slot(f"the colour of {owner}", f"{start} is {colour}")


def kind_slot(rng: np.random.Generator, demands: Demands) -> Slot:
    """ "thing that swims"."""
    thing = demands.wanted[0].thing
    asked, fact = pick(rng, tables.KINDS[thing])
    return Slot(asked, f"A {thing} {fact}")


def size_slot(rng: np.random.Generator, demands: Demands) -> Slot:
    """ "the opposite of large"; only for what is demanded small or large."""
    size = demands.wanted[0].size or ""
    other = OPPOSITE_SIZES[size]
    asked = pick(rng, ("the opposite of {}", "anything but {}")).format(other)
    return Slot(asked, f"The opposite of {other} is {size}")


def where_slot(rng: np.random.Generator, demands: Demands) -> Slot:
    """ "where cows graze"; only for backgrounds that are places or times."""
    return Slot(*pick(rng, tables.WHERE[demands.background or ""]))


OPPOSITE_SIZES = {"small": "large", "large": "small"}
OPPOSITE_COLOURS = {"black": "white", "white": "black"}
