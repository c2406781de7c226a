"""Asks held-out questions of one ability and has the answers graded."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nextflow_model.evaluation.abilities import ABILITIES
from nextflow_model.evaluation.ability import Grade
from nextflow_model.evaluation.artist import Answerer
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.exchange import Exchange


@dataclass(frozen=True)
class Question:
    """The exchange whose last turn is to be found; `number` counts the questions of an ability."""

    ability: str
    kind: str
    number: int
    exchange: Exchange


@dataclass(frozen=True)
class Answer:
    """What came back, and what it is worth."""

    question: Question
    reply: Reply
    grade: Grade


def questions(ability: str, numbers: Iterable[int], seed: int, split: str = "heldout") -> list[Question]:
    """The same for the same seed, number and split, whichever other questions are asked."""
    kinds, sample = ABILITIES[ability].kinds(split), ABILITIES[ability].sample
    asked = []
    for number in numbers:
        kind = kinds[number % len(kinds)]
        generator = np.random.default_rng((seed, zlib.crc32(ability.encode()), number))
        asked.append(Question(ability, kind, number, sample(generator, split, kind)))
    return asked


def examine(artist: Answerer, asked: list[Question], seed: int) -> list[Answer]:
    """Answers questions of one ability; what is random in an answer has the seed `seed` plus the question's number."""
    ability = ABILITIES[asked[0].ability]
    turns = [question.exchange.turns[:-1] for question in asked]
    replies = ability.perform(artist, turns, [seed + question.number for question in asked])
    return [
        Answer(question, reply, ability.grade(question.exchange, question.kind, reply))
        for question, reply in zip(asked, replies, strict=True)
    ]
