"""Demands put into plain words."""

from nextflow_model.tasks.statements.words import NUMBER_WORDS, PLACES, RELATIONS
from nextflow_model.world import Demands, Wanted
from nextflow_model.world.phrases import article
from nextflow_model.world.things import PLURALS


def state(demands: Demands) -> str:
    """Everything demanded and nothing else: "two red stars at night", "a small cup below a blue car"."""
    text = _things(demands)
    return text if demands.background is None else f"{text} {PLACES[demands.background]}"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return f"{text[0].upper()}{text[1:]}."


def thing_phrase(wanted: Wanted, definite: bool = False) -> str:
    """What is wanted with its number or article: "a small red house", "three stars", "the red fish"."""
    words = [word for word in (wanted.size, wanted.colour) if word]
    phrase = " ".join([*words, PLURALS[wanted.thing] if wanted.count > 1 else wanted.thing])
    if definite:
        return f"the {phrase}"
    return f"{article(phrase)} {phrase}" if wanted.count == 1 else f"{NUMBER_WORDS[wanted.count]} {phrase}"


def _things(demands: Demands) -> str:
    first, *others = [thing_phrase(wanted) for wanted in demands.wanted]
    if demands.relation is not None:
        return f"{first} {RELATIONS[demands.relation]} {' and '.join(others)}"
    return ", ".join([first, *others[:-1]]) + f" and {others[-1]}" if others else first
