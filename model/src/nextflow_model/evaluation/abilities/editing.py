"""Editing by instruction: whether it was done, and whether the rest stayed."""

from nextflow_model.dialogue import ONE_PICTURE
from nextflow_model.evaluation.ability import Ability, Grade, Mark, alike, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.edits import KINDS, EditGrade, grade_edit, sample_edit
from nextflow_model.tasks.exchange import Exchange

DONE_ROW, REST_ROW = "edits: instruction done", "edits: rest unchanged"
NOTHING = EditGrade(False, False, None, ["no picture"])


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    result = grade_edit(reply.pictures[0], exchange.about) if reply.pictures else NOTHING
    marks = Mark(DONE_ROW, result.done), Mark(REST_ROW, result.unchanged), Mark(f"edits: {kind}", result.right)
    return Grade(marks, tuple(result.wrong))


EDITING = Ability(alike(*KINDS), sample_edit, answering(ONE_PICTURE), grade)
