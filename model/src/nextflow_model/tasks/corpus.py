"""Plain text of all tasks, to train the byte-pair tokenizer on."""

from collections.abc import Callable

import numpy as np

from nextflow_model.tasks.conversation import sample_talk
from nextflow_model.tasks.drawings import sample_drawing
from nextflow_model.tasks.edits import sample_edit
from nextflow_model.tasks.exchange import Exchange, Text
from nextflow_model.tasks.questions import sample_question
from nextflow_model.tasks.stories import sample_story
from nextflow_model.tasks.thinking import sample_thought

Sampler = Callable[[np.random.Generator, str], Exchange]

_TASKS: dict[str, tuple[float, Sampler]] = {
    "draw": (0.35, sample_drawing),
    "question": (0.2, sample_question),
    "think": (0.15, sample_thought),
    "story": (0.1, sample_story),
    "talk": (0.1, sample_talk),
    "edit": (0.1, sample_edit),
}


def captions_corpus(n: int, seed: int) -> list[str]:
    """`n` lines, one text of a training exchange each, in the shares of the tasks."""
    rng = np.random.default_rng(seed)
    samplers = tuple(sampler for _, sampler in _TASKS.values())
    shares = [share for share, _ in _TASKS.values()]
    lines: list[str] = []
    while len(lines) < n:
        lines += texts(samplers[int(rng.choice(len(samplers), p=shares))](rng, "train"))
    return lines[:n]


def texts(exchange: Exchange) -> list[str]:
    """Every text of an exchange, whoever says it."""
    return [part.text for turn in exchange.turns for part in turn.parts if isinstance(part, Text)]
