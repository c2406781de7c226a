"""Illustrated stories: as many frames as asked for, each picture true to its text, one hero throughout."""

import numpy as np

from nextflow_model import judge
from nextflow_model.dialogue import Rules
from nextflow_model.evaluation.ability import Ability, Grade, Mark, alike, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.exchange import Exchange
from nextflow_model.tasks.stories import grade_story, sample_story


def sample(rng: np.random.Generator, split: str, kind: str) -> Exchange:
    return sample_story(rng, split)


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    texts, pictures = reply.parts[::2], reply.parts[1::2]
    in_turn = all(isinstance(text, str) for text in texts) and not any(isinstance(part, str) for part in pictures)
    if in_turn:
        readings = [judge.read(picture, "shaded") for picture in pictures]
        wrong = tuple(grade_story(list(texts), readings, exchange.about).wrong)
    else:
        wrong = ("text and pictures do not alternate",)
    asked_for = f"stories: {len(exchange.about.frames)} frames"
    return Grade((Mark("stories: every frame right and continuous", not wrong), Mark(asked_for, not wrong)), wrong)


STORIES = Ability(alike("any"), sample, answering(Rules(most_tokens=320)), grade)
