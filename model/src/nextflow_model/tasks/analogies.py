"""In-context editing: two pictures before and after one and the same change, and a third to change alike."""

from dataclasses import dataclass, replace

import numpy as np

from nextflow_model.tasks.analogy_changes import Change
from nextflow_model.tasks.analogy_rules import RULES
from nextflow_model.tasks.edits.arrangement import direction
from nextflow_model.tasks.edits.edit import Edit
from nextflow_model.tasks.edits.grading import EditGrade, grade_edit
from nextflow_model.tasks.edits.rules import in_split
from nextflow_model.tasks.edits.sampling import random_source
from nextflow_model.tasks.exchange import Exchange, Picture, Text, asked
from nextflow_model.world.sampling import pick

WORDINGS: tuple[str, ...] = (
    "Do to the last picture what was done to the others.", "Do the same to the last picture.",
    "Change the last picture in the same way.", "Now change the last picture like the others.",
    "What was done twice, do once more to the last picture.", "Go on with the last picture in the same way.",
)  # fmt: skip
# A rule that finds no picture in so many draws (a thing never sampled in its reserved colour) is drawn anew.
_PATIENCE = 200
_RULE_NAMES = tuple(RULES)


@dataclass(frozen=True)
class Analogy:
    """`query` is the edit asked for; the rule is told by the examples alone."""

    rule: str
    examples: tuple[Edit, Edit]
    query: Edit


def sample_analogy(rng: np.random.Generator, split: str, rule: str | None = None) -> Exchange:
    """Task "analogy"; `about` is the `Analogy`. In the split "heldout" only the query is held out."""
    analogy = None
    while analogy is None:
        analogy = _drawn(rng, split, rule or pick(rng, _RULE_NAMES))
    shown = tuple(Picture(scene) for edit in analogy.examples for scene in (edit.source, edit.target))
    user = (*shown, Picture(analogy.query.source), Text(analogy.query.instruction))
    return asked("analogy", user, (Picture(analogy.query.target),), analogy)


def grade_analogy(picture: np.ndarray, analogy: Analogy) -> EditGrade:
    """What became of the query in a picture, uint8 [height, width, 3]."""
    return grade_edit(picture, analogy.query)


def _drawn(rng: np.random.Generator, split: str, rule: str) -> Analogy | None:
    change = RULES[rule].fixed(rng)
    edits: list[Edit] = []
    for _ in range(_PATIENCE):
        edit = _changed(rng, change, rule, split if len(edits) == 2 else "train")
        if edit is not None and all(_unlike(edit, other) for other in edits):
            edits.append(edit)
        if len(edits) == 3:
            one, other, query = edits
            return Analogy(rule, (one, other), replace(query, instruction=pick(rng, WORDINGS)))
    return None


def _changed(rng: np.random.Generator, change: Change, rule: str, split: str) -> Edit | None:
    edit = change(rng, random_source(rng, pick(rng, RULES[rule].abilities), split))
    return edit if edit is not None and in_split((edit.source, edit.target), split) else None


def _unlike(edit: Edit, other: Edit) -> bool:
    # What the examples share by chance could be taken for the rule: they differ in things, in colours and in count.
    one, two = edit.source, other.source
    alike = {item.colour for item in one.items} & {item.colour for item in two.items}
    if edit.kind == "object_remove":
        return _place_of_gone(edit) != _place_of_gone(other)
    if edit.kind == "object_quantity" and len(one.items) == len(two.items):
        return False
    return not alike and one.items[0].thing != two.items[0].thing


def _place_of_gone(edit: Edit) -> str | None:
    (stayed,) = edit.target.items
    (gone,) = (item for item in edit.source.items if item != stayed)
    return direction(gone, stayed)
