"""Noun phrases, the building blocks of captions."""

import numpy as np

from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import Item
from nextflow_model.world.things import PLURALS
from nextflow_model.world.wording import NUMBERS, SIZE_WORDS


def article(word: str) -> str:
    """The indefinite article in front of `word`."""
    return "an" if word[0] in "aeio" else "a"


def bare(item: Item, size: bool, rng: np.random.Generator) -> str:
    """The thing without an article: "small red house"."""
    words = [pick(rng, SIZE_WORDS[item.size])] if size else []
    return " ".join([*words, item.colour, item.thing])


def noun(item: Item, size: bool, rng: np.random.Generator) -> str:
    """The thing with its article: "a small red house", "an orange car", seldom "the red house"."""
    phrase = bare(item, size, rng)
    return f"the {phrase}" if rng.random() < 0.04 else f"{article(phrase)} {phrase}"


def group(item: Item, count: int, size: bool, rng: np.random.Generator) -> str:
    """`count` alike things: "two small red fish", "a group of four yellow stars"."""
    number = pick(rng, NUMBERS[count])
    phrase = bare(item, size, rng)
    if count == 1:
        return f"{article(phrase)} {phrase}" if number == "a" else f"{number} {phrase}"
    return f"{number} {phrase.removesuffix(item.thing)}{PLURALS[item.thing]}"
