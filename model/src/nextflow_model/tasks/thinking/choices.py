"""Puzzles that name too much: what is taken back, and what is corrected."""

from dataclasses import replace

import numpy as np

from nextflow_model.tasks.questions.naming import other_colour
from nextflow_model.tasks.statements import state, thing_phrase
from nextflow_model.tasks.thinking.puzzle import Puzzle
from nextflow_model.world import COLOUR_NAMES, RESERVED_PAIRS, THINGS, Demands, Wanted
from nextflow_model.world.sampling import pick

_EXCEPT = (
    "{all}, but not the {one}", "{all}, but without the {one}", "everything except the {one}: {all}",
    "{all}. Leave out the {one}.", "all of these except the {one}: {all}",
)  # fmt: skip
_RECOLOURED = ("No, make {0} {1}.", "No wait, make {0} {1}.", "I changed my mind: make {0} {1}.")
_REPLACED = ("No, {0} instead of {1}.", "No wait, {0}, not {1}.", "I changed my mind: {0} instead of {1}.")


def exception(rng: np.random.Generator, demands: Demands) -> Puzzle:
    """Several things are named, one of them is not wanted."""
    shuffled = tuple(demands.wanted[index] for index in rng.permutation(len(demands.wanted)))
    kept = Demands(shuffled, None, demands.background)
    left_out = _another(rng, tuple(wanted.thing for wanted in shuffled))
    named = list(shuffled)
    named.insert(int(rng.integers(len(named) + 1)), left_out)
    listed = state(Demands(tuple(named), None, demands.background))
    prompt = pick(rng, _EXCEPT).format(all=listed, one=left_out.thing)
    rest = " and ".join(thing_phrase(wanted, definite=True) for wanted in kept.wanted)
    step = f"Without the {left_out.thing} only {rest} {'is' if len(kept.wanted) == 1 else 'are'} left."
    things = sorted(wanted.thing for wanted in named)
    return Puzzle(prompt, (step,), kept, f"except {left_out.thing}|{' '.join(things)}")


def correction(rng: np.random.Generator, demands: Demands) -> Puzzle:
    """The colour or the thing is named wrongly first, then corrected."""
    right = demands.wanted[0]
    if rng.random() < 0.5:
        wrong = replace(right, colour=other_colour(rng, right.thing, right.colour))
        name = thing_phrase(replace(right, colour="", size=None), definite=True)
        after = pick(rng, _RECOLOURED).format(name, right.colour)
        step = f"The colour is {right.colour}, not {wrong.colour}."
    else:
        wrong = replace(_another(rng, tuple(one.thing for one in demands.wanted)), colour=right.colour,
                        size=right.size, count=right.count)  # fmt: skip
        if (wrong.thing, wrong.colour) in RESERVED_PAIRS:
            return correction(rng, demands)
        phrase = thing_phrase(right)
        after = pick(rng, _REPLACED).format(phrase, thing_phrase(replace(wrong, colour="", size=None), definite=True))
        step = f"It is {phrase}, not {thing_phrase(wrong)}."
    first = state(replace(demands, wanted=(wrong, *demands.wanted[1:])))
    return Puzzle(f"{first}. {after}", (step,), demands, f"correct {thing_phrase(wrong)}|{thing_phrase(right)}")


def _another(rng: np.random.Generator, there: tuple[str, ...]) -> Wanted:
    thing = pick(rng, tuple(thing for thing in THINGS if thing not in there))
    colours = tuple(colour for colour in COLOUR_NAMES if (thing, colour) not in RESERVED_PAIRS)
    return Wanted(thing, pick(rng, colours), None)
