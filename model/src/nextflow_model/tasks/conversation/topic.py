"""One thing said and answered."""

import hashlib
from dataclasses import dataclass

import numpy as np

from nextflow_model.world.sampling import pick

_ONE_IN = 8


@dataclass(frozen=True)
class Talk:
    """What an answer must say: one word or phrase of each group of `required`, in small letters without marks."""

    kind: str
    required: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Said:
    """What is asked, its one answer, and how another answer would be judged."""

    asked: str
    answer: str
    about: Talk


def of_split(options: tuple[str, ...], split: str) -> tuple[str, ...]:
    """The wordings of one side of the split: of several, the last is never trained on."""
    if len(options) == 1:
        return options
    return options[-1:] if split == "heldout" else options[:-1]


def is_heldout_text(text: str) -> bool:
    """Whether a question made from a table belongs to the held-out eighth."""
    return hashlib.blake2b(text.encode(), digest_size=8).digest()[0] % _ONE_IN == 0


def picked(rng: np.random.Generator, options: tuple[str, ...], split: str) -> str:
    """A wording of the split."""
    return pick(rng, of_split(options, split))
