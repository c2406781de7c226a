"""An edit of what the model drew or edited before, in the same conversation; the earlier pictures are the true ones."""

import numpy as np

from nextflow_model.dialogue import ONE_PICTURE
from nextflow_model.evaluation.abilities import editing
from nextflow_model.evaluation.ability import Ability, Grade, Mark, alike, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.edits import grade_edit
from nextflow_model.tasks.exchange import Exchange
from nextflow_model.tasks.follow_ups import sample_edit_of_drawn


def sample(rng: np.random.Generator, split: str, kind: str) -> Exchange:
    return sample_edit_of_drawn(rng, split)


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    result = grade_edit(reply.pictures[0], exchange.about) if reply.pictures else editing.NOTHING
    marks = Mark("follow-up edits: instruction done", result.done), Mark("follow-up edits: right", result.right)
    return Grade(marks, tuple(result.wrong))


FOLLOW_UPS = Ability(alike("any"), sample, answering(ONE_PICTURE), grade)
