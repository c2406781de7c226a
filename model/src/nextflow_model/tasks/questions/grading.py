"""Whether an answer is right."""

import re
from dataclasses import dataclass

from nextflow_model.tasks.statements import is_true_of, read_statement
from nextflow_model.tasks.statements.words import NUMBER_WORDS
from nextflow_model.world import Scene

_SAME = {"a": "", "an": "", "the": "", "gray": "grey", "color": "colour"} | {
    str(number): word for number, word in enumerate(NUMBER_WORDS)
}


@dataclass(frozen=True)
class Expected:
    """What the answer may be: one of the normalised texts of `accepted`, or a caption true of `captioned`."""

    kind: str
    manner: str
    accepted: tuple[str, ...]
    captioned: Scene | None = None


def grade_answer(text: str, about: Expected) -> bool:
    """Whether the answer is right, whatever its case, punctuation and articles."""
    if about.captioned is not None:
        said = read_statement(text)
        return said is not None and is_true_of(said, about.captioned)
    return normalised(text) in about.accepted


def normalised(text: str) -> str:
    """Small letters, no punctuation, no articles, numbers as words."""
    words = re.findall(r"[a-z]+|[0-9]+", text.lower())
    return " ".join(filter(None, (_SAME.get(word, word) for word in words)))
