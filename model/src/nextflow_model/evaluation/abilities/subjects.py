"""A thing that is shown, drawn again in another scene."""

from nextflow_model.dialogue import ONE_PICTURE
from nextflow_model.evaluation.ability import Ability, Grade, Mark, alike, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.exchange import Exchange
from nextflow_model.tasks.subject_grading import SubjectGrade, grade_subject
from nextflow_model.tasks.subject_scenes import SCENES
from nextflow_model.tasks.subjects import sample_subject

NOTHING = SubjectGrade(False, False, ["no picture"])


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    result = grade_subject(reply.pictures[0], exchange.about) if reply.pictures else NOTHING
    return Grade((Mark("subjects", result.right), Mark(f"subjects: {kind}", result.right)), tuple(result.wrong))


SUBJECTS = Ability(alike(*SCENES), sample_subject, answering(ONE_PICTURE), grade)
