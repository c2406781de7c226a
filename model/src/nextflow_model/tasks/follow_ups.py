"""Conversations that go on: what was just drawn or edited is edited again, and asked about."""

import numpy as np

from nextflow_model.tasks.edits import KINDS, Edit, random_edit
from nextflow_model.tasks.edits.rules import in_split
from nextflow_model.tasks.exchange import Exchange, Picture, Text, Turn
from nextflow_model.tasks.questions import further_questions
from nextflow_model.world import caption
from nextflow_model.world.sampling import pick

_DRAWN_SHARE = 0.6
"""How often the conversation begins with a drawing; else the user brings the picture."""

_MOST_QUESTIONS = 2
_TRIES = 20  # at a second edit of the same picture; some pictures take hardly any


def sample_follow_up(rng: np.random.Generator, split: str) -> Exchange:
    """A conversation that ends in questions, or in an edit; `about` is its last `Edit`."""
    turns, edit = edited_turns(rng, split)
    questions = further_questions(rng, (edit.target,), int(rng.integers(_MOST_QUESTIONS + 1)))
    return Exchange("follow", (*turns, *questions), edit)


def sample_edit_of_drawn(rng: np.random.Generator, split: str) -> Exchange:
    """The same without the questions: the last turn is the edited picture."""
    turns, edit = edited_turns(rng, split)
    return Exchange("follow", turns, edit)


def edited_turns(rng: np.random.Generator, split: str) -> tuple[tuple[Turn, ...], Edit]:
    """A picture that the model draws and edits, or edits twice. -> the turns, and the last edit"""
    first = _first_edit(rng, split)
    if rng.random() < _DRAWN_SHARE:
        turns = _said((Text(str(caption(first.source, rng))),), first.source)
        return (*turns, *_said((Text(first.instruction),), first.target)), first
    second = _second_edit(rng, first)
    if second is None:
        return edited_turns(rng, split)
    turns = _said((Picture(first.source), Text(first.instruction)), first.target)
    return (*turns, *_said((Text(second.instruction),), second.target)), second


def _first_edit(rng: np.random.Generator, split: str) -> Edit:
    while True:
        edit = random_edit(rng, split, pick(rng, tuple(KINDS)))
        # What it begins with must be a picture that a caption asks for.
        if edit.source.style == "shaded" and not any(item.turn or item.pattern for item in edit.source.items):
            return edit


def _second_edit(rng: np.random.Generator, first: Edit) -> Edit | None:
    scene = first.target
    for _ in range(_TRIES):
        kind = KINDS[pick(rng, tuple(KINDS))]
        edit = kind.propose(rng, scene) if scene.ability in kind.abilities else None
        # Some kinds propose an edit of a source that they have changed; and only the first edit may be held out.
        if edit is not None and edit.source == scene != edit.target and in_split((edit.target,), "train"):
            return edit
    return None


def _said(asked: tuple[Text | Picture, ...], answer) -> tuple[Turn, Turn]:
    return Turn("user", asked), Turn("assistant", (Picture(answer),))
