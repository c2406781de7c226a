"""Composes one or two riddles into a puzzle."""

from collections.abc import Callable

import numpy as np

from nextflow_model.tasks.statements import sentence
from nextflow_model.tasks.thinking.puzzle import Puzzle, placed
from nextflow_model.tasks.thinking.riddles import slots, tables
from nextflow_model.tasks.thinking.riddles.consequence import consequence
from nextflow_model.tasks.thinking.riddles.phrase import riddled_phrase
from nextflow_model.tasks.thinking.riddles.slots import Slot
from nextflow_model.world import Demands
from nextflow_model.world.sampling import pick

_SLOTS: dict[str, Callable[[np.random.Generator, Demands], Slot]] = {
    "number": slots.number_slot,
    "sum": slots.sum_slot,
    "kind": slots.kind_slot,
    "colour": slots.colour_slot,
    "size": slots.size_slot,
    "where": slots.where_slot,
}
_SECOND_RIDDLE = 0.3
_EXCLUSIVE = {"number", "sum", "kind"}


def riddle(rng: np.random.Generator, demands: Demands) -> Puzzle:
    """One attribute of the first thing is a riddle, sometimes two."""
    first = pick(rng, _weighted(demands))
    names = {first}
    if rng.random() < _SECOND_RIDDLE:
        # A number cannot be riddled twice, and a kind is asked for in the singular only.
        others = [name for name in _fitting(demands) if not {name, first} <= _EXCLUSIVE and name != first]
        names |= {pick(rng, tuple(others))} if others else set()
    drawn = {name: _SLOTS[name](rng, demands) for name in _SLOTS if name in names}
    return _puzzle(demands, drawn)


def _fitting(demands: Demands) -> tuple[str, ...]:
    wanted = demands.wanted[0]
    fitting = ["colour"]
    fitting += ["kind"] if wanted.count == 1 else []
    fitting += ["size"] if wanted.size in slots.OPPOSITE_SIZES else []
    fitting += ["where"] if demands.background in tables.WHERE and demands.relation is None else []
    fitting += ["number", "sum"] if demands.relation is None else []
    return tuple(fitting)


def _weighted(demands: Demands) -> tuple[str, ...]:
    """What fits; for several things alike mostly their number."""
    fitting = _fitting(demands)
    if demands.wanted[0].count > 1:
        return (*fitting, "number", "sum", "number", "sum")
    # A sum is a strange way to ask for one thing: leave it rare.
    return tuple(name for name in fitting if name not in ("number", "sum")) * 2 + fitting


def _puzzle(demands: Demands, drawn: dict[str, Slot]) -> Puzzle:
    wanted = demands.wanted[0]
    phrase = riddled_phrase(wanted, drawn)
    if "where" in drawn:
        prompt = f"{phrase} {drawn['where'].asked}"
    else:
        prompt = placed(phrase, demands)
    steps = tuple(sentence(slot.fact + consequence(name, wanted)) for name, slot in drawn.items())
    key = "|".join(f"{name} {slot.fact}" for name, slot in drawn.items())
    return Puzzle(prompt, steps, demands, f"{key}|{wanted.thing}")
