"""What the model knows of its world: its things, its colours, and the facts that thinking rests on."""

from collections.abc import Callable

import numpy as np

from nextflow_model.tasks.conversation import unknown
from nextflow_model.tasks.conversation.courtesies import COURTESIES
from nextflow_model.tasks.conversation.topic import Said, Talk, is_heldout_text, picked
from nextflow_model.tasks.statements import sentence
from nextflow_model.tasks.statements.words import NUMBER_WORDS
from nextflow_model.tasks.thinking.riddles import tables
from nextflow_model.tasks.thinking.riddles.sums import sum_for
from nextflow_model.world import COLOUR_NAMES, THINGS
from nextflow_model.world.phrases import article
from nextflow_model.world.sampling import pick
from nextflow_model.world.things import PLURALS

_WHAT_IS = ("What is {}?", "What is {}?", "Tell me what {} is.", "Explain {}.", "Do you know what {} is?")
_CAN_DRAW = ("Can you draw {}?", "Are you able to draw {}?", "Do you know how to draw {}?", "Could you draw {}?")


def courtesy(rng: np.random.Generator, split: str) -> Said:
    """Small talk; its last wording is held out."""
    kind, wordings, answer, required = pick(rng, COURTESIES)
    return Said(picked(rng, wordings, split), answer, Talk(kind, required))


def define(rng: np.random.Generator, split: str) -> Said:
    """ "What is a boat?" """
    thing = pick(rng, THINGS)
    asked, _ = tables.KINDS[thing][0]
    name = f"{article(thing)} {thing}"
    key = tuple((word,) for word in asked.split() if word not in ("thing", "that", "a", "the", "with", "you"))
    text = pick(rng, _WHAT_IS).format(name)
    return Said(text, sentence(f"{name} is {article(asked)} {asked}"), Talk("definition", key))


def can_draw(rng: np.random.Generator, split: str) -> Said:
    """Whether it can draw a kind of thing, yes or no."""
    if rng.random() < 0.5:
        things = PLURALS[pick(rng, THINGS)]
        answer, required = f"Yes, I can draw {things}.", (("yes",), (things,))
    else:
        names = pick(rng, (unknown.ANIMALS, unknown.OBJECTS))[split == "heldout"]
        things = unknown.plural(pick(rng, names).split(" ", 1)[1])
        answer, required = "No, I can only draw simple things like houses, stars and fish.", (("no",), ("only", "not"))
    return Said(pick(rng, _CAN_DRAW).format(things), answer, Talk("can draw", required))


def knows_colour(rng: np.random.Generator, split: str) -> Said:
    """Whether it knows a colour, yes or no."""
    frame = pick(rng, ("Do you know the colour {}?", "Is {} one of your colours?", "Can you draw in {}?"))
    if rng.random() < 0.5:
        colour = pick(rng, COLOUR_NAMES)
        return Said(frame.format(colour), f"Yes, I know {colour}.", Talk("colour", (("yes",),)))
    colour = pick(rng, unknown.COLOURS[split == "heldout"])
    return Said(frame.format(colour), "No, I do not know this colour.", Talk("colour", (("no",),)))


def colour_of(rng: np.random.Generator, split: str) -> Said:
    """ "What colour is grass?", "Which colour do blue and yellow make?" """
    if rng.random() < 0.4:
        colour = pick(rng, tuple(tables.MIXES))
        one, other = pick(rng, tables.MIXES[colour])
        frame = pick(rng, ("Which colour do {} and {} make?", "What do you get from {} and {}?", "Mix {} and {}."))
        return Said(frame.format(one, other), f"{one.capitalize()} and {other} make {colour}.", _key("mix", colour))
    colour = pick(rng, COLOUR_NAMES)
    owner, start = pick(rng, tables.COLOURED[colour])
    frame = pick(rng, ("What colour is {}?", "Which colour does {} have?", "What color is {}?"))
    return Said(frame.format(owner), f"{start} is {colour}.", _key("colour of", colour))


def number_of(rng: np.random.Generator, split: str) -> Said:
    """ "How many corners does a triangle have?", "What is two plus one?" """
    number = int(rng.integers(1, 5))
    key = _key("number", NUMBER_WORDS[number])
    if rng.random() < 0.5:
        text, fact = sum_for(rng, number)
        return Said(pick(rng, ("What is {}?", "How much is {}?")).format(text), f"{fact}.", key)
    asked, fact = pick(rng, tables.NUMBERS[number])
    owner, parts = asked.split(" has ")
    return Said(f"How many {parts} does {owner} have?", f"{fact}.", key)


FACTS: tuple[Callable[[np.random.Generator, str], Said], ...] = (
    courtesy, courtesy, courtesy, define, can_draw, knows_colour, colour_of, number_of,
)  # fmt: skip


def fact(rng: np.random.Generator, split: str) -> Said:
    """Any of them. What is not made of held-out words already is held out by its question's text."""
    ask = pick(rng, FACTS)
    while True:
        said = ask(rng, split)
        own_split = ask is courtesy or said.answer.startswith("No")
        if own_split or is_heldout_text(said.asked) == (split == "heldout"):
            return said


def _key(kind: str, word: str) -> Talk:
    return Talk(kind, ((word,),))
