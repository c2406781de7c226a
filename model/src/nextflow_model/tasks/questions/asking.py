"""Draws questions of all kinds."""

from collections.abc import Callable

import numpy as np

from nextflow_model.tasks.exchange import Exchange, Picture, Text, Turn, asked
from nextflow_model.tasks.questions.asked import PairSource, Question, Source, Unfit
from nextflow_model.tasks.questions.backgrounds import name_background
from nextflow_model.tasks.questions.colours import name_colour
from nextflow_model.tasks.questions.counting import count_things
from nextflow_model.tasks.questions.describing import describe
from nextflow_model.tasks.questions.grading import Expected, normalised
from nextflow_model.tasks.questions.manner import answers, draw_manner, worded
from nextflow_model.tasks.questions.pairs import difference, one_of_two, same_colour, which_has_more
from nextflow_model.tasks.questions.places import locate
from nextflow_model.tasks.questions.presence import is_so, is_there
from nextflow_model.tasks.questions.sizes import compare_sizes
from nextflow_model.tasks.questions.things import name_thing
from nextflow_model.world import Scene

_ASKERS: dict[str, tuple[float, Callable[[np.random.Generator, Source | PairSource], Question]]] = {
    "describe": (0.09, describe),
    "thing": (0.04, name_thing),
    "colour": (0.10, name_colour),
    "count": (0.08, count_things),
    "where": (0.15, locate),
    "there": (0.12, is_there),
    "so": (0.09, is_so),
    "background": (0.02, name_background),
    "size": (0.05, compare_sizes),
    "difference": (0.11, difference),
    "more": (0.08, which_has_more),
    "same colour": (0.03, same_colour),
    "one of two": (0.04, one_of_two),
}
KINDS: tuple[str, ...] = tuple(_ASKERS)
_SHARES = [share for share, _ in _ASKERS.values()]
# These can be asked about one picture that is already shown, or about two.
_AGAIN = {
    1: ("describe", "thing", "colour", "count", "where", "there", "so", "background"),
    2: ("difference", "more", "same colour", "one of two"),
}
_QUESTIONS = {1: 8, 2: 5}  # of a dialogue, at most


def sample_question(rng: np.random.Generator, split: str, kind: str | None = None) -> Exchange:
    """A question of `kind` (see KINDS; any if None) about pictures of `split`; `about` is an `Expected`."""
    kind = kind or str(rng.choice(KINDS, p=_SHARES))
    question = _ASKERS[kind][1](rng, split)
    manner = draw_manner(rng)
    right = answers(question, manner)
    accepted = tuple(dict.fromkeys(normalised(answer) for answer in right))
    shown = tuple(Picture(scene) for scene in question.scenes)
    about = Expected(kind, manner, accepted, question.captioned)
    return asked("question", (*shown, Text(worded(question, manner, rng))), (Text(right[0]),), about)


def sample_questions(rng: np.random.Generator, split: str) -> Exchange:
    """A dialogue: a question, and further ones about the same pictures in turns of their own.

    For training, where reading a picture costs far more than another question. `about` belongs to the first.
    """
    first = sample_question(rng, split)
    shown = tuple(part.scene for part in first.turns[0].parts if isinstance(part, Picture))
    return Exchange(first.task, (*first.turns, *further_questions(rng, shown, _QUESTIONS[len(shown)] - 1)), first.about)


def further_questions(rng: np.random.Generator, shown: tuple[Scene, ...], most: int) -> tuple[Turn, ...]:
    """Up to `most` questions about the picture, or the two, that stand in an earlier turn, each with its answer."""
    turns: list[Turn] = []
    kinds, source = _AGAIN[len(shown)], shown[0] if len(shown) == 1 else shown
    shares = np.array([_ASKERS[kind][0] for kind in kinds])
    for kind in rng.choice(kinds, size=most, p=shares / shares.sum()):
        try:
            question = _ASKERS[str(kind)][1](rng, source)
        except Unfit:
            continue
        manner = draw_manner(rng)
        text, answer = worded(question, manner, rng), answers(question, manner)[0]
        turns += [Turn("user", (Text(text),)), Turn("assistant", (Text(answer),))]
    return tuple(turns)
