"""Short talk and polite refusals; a picture is no answer to either."""

import numpy as np

from nextflow_model.dialogue import Rules
from nextflow_model.evaluation.ability import Ability, Grade, Mark, alike, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.conversation import grade_talk, sample_talk
from nextflow_model.tasks.exchange import Exchange


def sample(rng: np.random.Generator, split: str, kind: str) -> Exchange:
    return sample_talk(rng, split)


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    right = not reply.pictures and grade_talk(reply.text, exchange.about)
    return Grade((Mark("talk", right),), () if right else ("wrong",))


TALKING = Ability(alike("any"), sample, answering(Rules(most_pictures=1)), grade)
