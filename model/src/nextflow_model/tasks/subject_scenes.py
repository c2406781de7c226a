"""The new scenes that a thing just shown is asked for in, and how one asks."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nextflow_model.world import BACKGROUNDS, COLOUR_NAMES, PATTERNS, THINGS, Item, Pattern, Scene
from nextflow_model.world.layout import LATTICE, Spot, group_spots, lone_spot, pair_spots
from nextflow_model.world.palette import stands_out
from nextflow_model.world.phrases import noun
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES
from nextflow_model.world.things import PLURALS
from nextflow_model.world.wording import BACKGROUND_WORDS, RELATION_WORDS

# A pattern needs room to be seen, so what carries one is never small.
_SIZES = ("medium", "large")
_WITH_OTHER = (("medium", "small"), ("medium", "medium"), ("large", "small"))

ALONE = (
    "draw {it} {ground}", "show {it} {ground}", "{it} {ground}", "put {it} {ground}", "I want to see {it} {ground}",
)  # fmt: skip
BESIDE = (
    "draw {it} {ground}, {where} {other}", "draw {it} {where} {other}, {ground}", "put {it} {where} {other}, {ground}",
    "show {it} {where} {other}, {ground}", "{ground}, {it} {where} {other}",
)  # fmt: skip
MANY = (
    "draw {count} {things} like this one {ground}", "show {count} such {things} {ground}",
    "draw {count} of this thing {ground}", "this thing {count} times {ground}",
)  # fmt: skip
TOGETHER = (
    "draw {it} {where} {other}, {ground}", "put {it} {where} {other}, {ground}",
    "show both things {ground}, {it} {where} {other}", "draw both {ground}, {it} {where} {other}",
)  # fmt: skip
IT = ("this thing", "this {thing}", "the same {thing}", "the {thing} of the picture", "this very {thing}")
FIRST = ("the first thing", "the {thing}", "the thing of the first picture", "the {thing} of the first picture")
SECOND = ("the second thing", "the {thing}", "the thing of the second picture", "the {thing} of the second picture")
COUNTS = {2: ("two", "two", "2"), 3: ("three", "three", "3"), 4: ("four", "four", "4")}


def reference(rng: np.random.Generator) -> Scene:
    """A thing with a pattern, alone."""
    size = pick(rng, _SIZES)
    pattern = Pattern(pick(rng, PATTERNS), pick(rng, COLOUR_NAMES))
    plain = tuple(colour for colour in COLOUR_NAMES if stands_out(pattern.colour, colour))
    item = Item(pick(rng, THINGS), pick(rng, plain), size, 0.5, 0.5, pattern=pattern)
    return Scene("single", (_at(item, lone_spot(rng, size)),), None, _ground(rng))


def alone(rng: np.random.Generator, subject: Item) -> tuple[Scene, str]:
    """The thing on another background, at another place and size."""
    size, ground = pick(rng, _SIZES), _ground(rng)
    item = _at(replace(subject, size=size), lone_spot(rng, size))
    words = {"it": _called(rng, IT, subject), "ground": pick(rng, BACKGROUND_WORDS[ground])}
    return Scene("single", (item,), None, ground), _said(rng, pick(rng, ALONE).format(**words))


def beside(rng: np.random.Generator, subject: Item) -> tuple[Scene, str]:
    """The thing next to an ordinary one, of which it is told first or last."""
    thing = pick(rng, tuple(thing for thing in THINGS if thing != subject.thing))
    other = Item(thing, pick(rng, COLOUR_NAMES), "small", 0.5, 0.5)
    scene, where = _pair(rng, subject, other)
    words = {"it": _called(rng, IT, subject), "other": noun(other, False, rng), "where": where}
    return scene, _said(rng, pick(rng, BESIDE).format(**words, ground=pick(rng, BACKGROUND_WORDS[scene.background])))


def many(rng: np.random.Generator, subject: Item) -> tuple[Scene, str]:
    """The thing two to four times."""
    count, ground = int(rng.integers(2, 5)), _ground(rng)
    item = replace(subject, size="medium")
    items = tuple(_at(item, spot) for spot in group_spots(rng, "medium", count))
    where = pick(rng, BACKGROUND_WORDS[ground])
    words = {"things": PLURALS[subject.thing], "count": pick(rng, COUNTS[count]), "ground": where}
    return Scene("count", items, None, ground), _said(rng, pick(rng, MANY).format(**words))


def together(rng: np.random.Generator, subject: Item, other: Item) -> tuple[Scene, str]:
    """The things of two pictures in one."""
    scene, where = _pair(rng, subject, other)
    words = {"it": _called(rng, FIRST, subject), "other": _called(rng, SECOND, other), "where": where}
    return scene, _said(rng, pick(rng, TOGETHER).format(**words, ground=pick(rng, BACKGROUND_WORDS[scene.background])))


SCENES: dict[str, tuple[int, Callable[..., tuple[Scene, str]]]] = {
    "alone": (1, alone),
    "beside": (1, beside),
    "many": (1, many),
    "together": (2, together),
}
"""How many references a kind of scene needs, and its sampler."""


def _pair(rng: np.random.Generator, subject: Item, other: Item) -> tuple[Scene, str]:
    relation = pick(rng, tuple(OPPOSITES))
    sizes = pick(rng, _WITH_OTHER) if other.pattern is None else ("medium", "medium")
    spots = pair_spots(rng, relation, sizes)
    items = tuple(
        _at(replace(item, size=size), spot) for item, size, spot in zip((subject, other), sizes, spots, strict=True)
    )
    return Scene("relation", items, relation, _ground(rng)), pick(rng, RELATION_WORDS[relation])


def _at(item: Item, spot: Spot) -> Item:
    return replace(item, x=spot[0] / LATTICE, y=spot[1] / LATTICE)


def _ground(rng: np.random.Generator) -> str:
    return pick(rng, tuple(BACKGROUNDS))


def _called(rng: np.random.Generator, names: tuple[str, ...], item: Item) -> str:
    return pick(rng, names).format(thing=item.thing)


def _said(rng: np.random.Generator, text: str) -> str:
    if rng.random() < 0.5:
        text = text[0].upper() + text[1:]
    return text + "." if rng.random() < 0.45 else text
