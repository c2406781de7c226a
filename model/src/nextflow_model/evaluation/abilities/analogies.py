"""A change told by two examples alone."""

from nextflow_model.dialogue import ONE_PICTURE
from nextflow_model.evaluation.abilities.editing import NOTHING
from nextflow_model.evaluation.ability import Ability, Grade, Mark, alike, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.analogies import grade_analogy, sample_analogy
from nextflow_model.tasks.analogy_rules import RULES
from nextflow_model.tasks.exchange import Exchange


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    result = grade_analogy(reply.pictures[0], exchange.about) if reply.pictures else NOTHING
    return Grade((Mark("analogies", result.right), Mark(f"analogies: {kind}", result.right)), tuple(result.wrong))


ANALOGIES = Ability(alike(*RULES), sample_analogy, answering(ONE_PICTURE), grade)
