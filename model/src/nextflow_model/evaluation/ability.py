"""What an examination of one ability consists of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nextflow_model.dialogue import Rules
from nextflow_model.evaluation.artist import Answerer
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.exchange import Exchange, Turn

Asked = tuple[Turn, ...]


@dataclass(frozen=True)
class Mark:
    """A reply counts once in the line `row` of the report, as right or wrong."""

    row: str
    right: bool


@dataclass(frozen=True)
class Measured:
    """A reply adds a number to the mean of the line `row`."""

    row: str
    value: float
    unit: str


@dataclass(frozen=True)
class Grade:
    """`wrong` says in short English what is; nothing: all is right."""

    marks: tuple[Mark | Measured, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ability:
    """`kinds` of a split ("train" or "heldout") are asked in turn, so that a kind named twice weighs twice.

    `sample` makes an exchange of a kind, `perform` has it answered, `grade` judges the reply to it.
    """

    kinds: Callable[[str], Sequence[str]]
    sample: Callable[[np.random.Generator, str, str], Exchange]
    perform: Callable[[Answerer, list[Asked], list[int]], list[Reply]]
    grade: Callable[[Exchange, str, Reply], Grade]


def answering(rules: Rules) -> Callable[[Answerer, list[Asked], list[int]], list[Reply]]:
    """Every exchange is answered by these rules."""
    return lambda artist, asked, seeds: artist.replies(asked, rules, seeds)


def alike(*kinds: str) -> Callable[[str], Sequence[str]]:
    """The same kinds in both splits, all with the same weight."""
    return lambda split: kinds
