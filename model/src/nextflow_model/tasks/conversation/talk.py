"""Draws a short conversation: text only, one or two questions."""

import numpy as np

from nextflow_model.tasks.conversation.courtesies import COURTESIES
from nextflow_model.tasks.conversation.facts import fact
from nextflow_model.tasks.conversation.refusals import REFUSALS
from nextflow_model.tasks.conversation.topic import Said, Talk, picked
from nextflow_model.tasks.exchange import Exchange, Text, Turn
from nextflow_model.world.sampling import pick

_REFUSED = 0.5
_GREETED = 0.12
_GREETINGS = tuple(courtesy for courtesy in COURTESIES if courtesy[0] in ("hello", "who", "can"))


def sample_talk(rng: np.random.Generator, split: str) -> Exchange:
    """A question about the model's world, or a request to refuse; `about` is the `Talk` of the last answer."""
    said = pick(rng, REFUSALS)(rng, split) if rng.random() < _REFUSED else fact(rng, split)
    before = [_greeting(rng)] if rng.random() < _GREETED else []
    turns = tuple(turn for each in [*before, said] for turn in _turns(each))
    return Exchange("talk", turns, said.about)


def _greeting(rng: np.random.Generator) -> Said:
    kind, wordings, answer, required = pick(rng, _GREETINGS)
    # Only the last question is examined, so the greeting is a trained one on both sides of the split.
    return Said(picked(rng, wordings, "train"), answer, Talk(kind, required))


def _turns(said: Said) -> tuple[Turn, Turn]:
    return Turn("user", (Text(said.asked),)), Turn("assistant", (Text(said.answer),))
