"""Polite refusals: always short, always the same words for the same reason."""

from collections.abc import Callable

import numpy as np

from nextflow_model.tasks.conversation import unknown
from nextflow_model.tasks.conversation.topic import Said, Talk
from nextflow_model.world import COLOUR_NAMES, RESERVED_PAIRS, THINGS
from nextflow_model.world.phrases import article
from nextflow_model.world.sampling import pick
from nextflow_model.world.things import PLURALS

_DRAW = (
    "Draw {}.", "Please draw {}.", "Can you draw {}?", "Paint {}.", "Show me {}.", "Make a picture of {}.",
    "I want to see {}.", "Could you paint {} for me?", "Create an image of {}.", "A picture of {}, please.",
    "draw {}", "{}",
)  # fmt: skip
_PORTRAITS = ("{}", "{}", "the face of {}", "a portrait of {}", "a photo of {}", "{} with a hat")
_DRESSED = ("{}", "{}", "{}", "{} at night", "{} on the beach", "{} with a red house", "{} and a star")
_TOO_MANY = (
    "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "a hundred", "a thousand", "5", "7", "9",
)  # fmt: skip
_TOO_MANY_HELDOUT = ("eleven", "fifteen", "fifty", "a million", "6", "12")

CANNOT_DRAW = "I am sorry, I can only draw simple things like houses, stars and fish."
CANNOT_COUNT = "I am sorry, I can draw at most four things of a kind."
UNKNOWN_COLOUR = "I am sorry, I do not know this colour."
CANNOT_HELP = "I am sorry, I only know about simple pictures."

_REFUSED = Talk("refusal", (("sorry",), ("only", "not", "cannot", "at most")))


def refuse_person(rng: np.random.Generator, split: str) -> Said:
    """Nobody can be drawn, least of all somebody real."""
    return _drawing(rng, pick(rng, _PORTRAITS).format(_side(rng, unknown.PEOPLE, split)))


def refuse_thing(rng: np.random.Generator, split: str) -> Said:
    """A thing the world has not, sometimes in a colour or a place that it has."""
    name = _side(rng, pick(rng, (unknown.ANIMALS, unknown.OBJECTS, unknown.OBJECTS)), split)
    if rng.random() < 0.35:
        phrase = f"{pick(rng, COLOUR_NAMES)} {name.split(' ', 1)[1]}"
        name = f"{article(phrase)} {phrase}"
    return _drawing(rng, pick(rng, _DRESSED).format(name))


def refuse_scene(rng: np.random.Generator, split: str) -> Said:
    """Places, works and feelings."""
    return _drawing(rng, _side(rng, unknown.SCENES, split))


def refuse_crowd(rng: np.random.Generator, split: str) -> Said:
    """More things than a picture holds."""
    number = pick(rng, _TOO_MANY_HELDOUT if split == "heldout" else _TOO_MANY)
    thing, colour = pick(rng, THINGS), pick(rng, COLOUR_NAMES)
    colour = "" if (thing, colour) in RESERVED_PAIRS or rng.random() < 0.4 else f"{colour} "
    asked = pick(rng, _DRAW).format(f"{number} {colour}{PLURALS[thing]}")
    return Said(asked, CANNOT_COUNT, _REFUSED)


def refuse_colour(rng: np.random.Generator, split: str) -> Said:
    """A thing of the world in a colour that it has not."""
    phrase = f"{_side(rng, unknown.COLOURS, split)} {pick(rng, THINGS)}"
    return Said(pick(rng, _DRAW).format(f"{article(phrase)} {phrase}"), UNKNOWN_COLOUR, _REFUSED)


def refuse_errand(rng: np.random.Generator, split: str) -> Said:
    """What has nothing to do with pictures."""
    return Said(_side(rng, unknown.ERRANDS, split), CANNOT_HELP, _REFUSED)


REFUSALS: tuple[Callable[[np.random.Generator, str], Said], ...] = (
    refuse_person, refuse_thing, refuse_thing, refuse_scene, refuse_crowd, refuse_colour, refuse_errand,
)  # fmt: skip


def _side(rng: np.random.Generator, lists: tuple[tuple[str, ...], tuple[str, ...]], split: str) -> str:
    return pick(rng, lists[split == "heldout"])


def _drawing(rng: np.random.Generator, topic: str) -> Said:
    asked = pick(rng, _DRAW).format(topic)
    return Said(asked[0].upper() + asked[1:] if rng.random() < 0.8 else asked, CANNOT_DRAW, _REFUSED)
