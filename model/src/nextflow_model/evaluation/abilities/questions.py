"""Questions about pictures."""

from nextflow_model.dialogue import TEXT_ONLY
from nextflow_model.evaluation.ability import Ability, Grade, Mark, alike, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.exchange import Exchange
from nextflow_model.tasks.questions import KINDS, grade_answer, sample_question


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    right = grade_answer(reply.text, exchange.about)
    return Grade((Mark("questions right", right), Mark(f"questions: {kind}", right)), () if right else ("wrong",))


QUESTIONS = Ability(alike(*KINDS), sample_question, answering(TEXT_ONLY), grade)
