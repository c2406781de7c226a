"""Prompts to be thought through: the final prompt, and the picture."""

import numpy as np

from nextflow_model.dialogue import Rules
from nextflow_model.evaluation.abilities.drawing import faults
from nextflow_model.evaluation.ability import Ability, Grade, Mark, alike, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.exchange import Exchange
from nextflow_model.tasks.thinking import grade_final_prompt, sample_thought


def sample(rng: np.random.Generator, split: str, kind: str) -> Exchange:
    return sample_thought(rng, split)


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    prompt_right = grade_final_prompt(reply.text, exchange.about)
    wrong = faults(reply, exchange.about.demands)
    marks = Mark("thinking: final prompt right", prompt_right), Mark("thinking: picture right", not wrong)
    return Grade(marks, wrong if prompt_right else ("wrong final prompt", *wrong))


THINKING = Ability(alike("any"), sample, answering(Rules(most_pictures=1)), grade)
