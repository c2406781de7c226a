"""How a question wants to be answered: its wording alone decides, so that one manner of answer is right."""

import numpy as np

from nextflow_model.tasks.questions.asked import Question
from nextflow_model.world.sampling import pick

MANNERS: tuple[str, ...] = ("open", "short", "sentence")
_SHARES: tuple[float, ...] = (0.55, 0.15, 0.3)

_SENTENCE = (
    "{} Answer in a full sentence.", "{} Please answer in a full sentence.", "Answer in a full sentence: {}",
    "In a full sentence: {}", "{} Use a full sentence.",
)  # fmt: skip
_SHORT = ("{} Answer briefly.", "In short: {}", "{} A short answer, please.", "Short answer: {}")
_ONE_WORD = ("In one word: {}", "{} Answer in one word.", "{} One word only.", *_SHORT)


def draw_manner(rng: np.random.Generator) -> str:
    """Most people just ask; the answer then is short."""
    return str(MANNERS[int(np.searchsorted(np.cumsum(_SHARES), rng.random()))])


def worded(question: Question, manner: str, rng: np.random.Generator) -> str:
    """The question's text with the manner of its answer."""
    if manner == "open":
        return question.text
    frame = pick(rng, _frames(question, manner))
    text = question.text if frame.startswith("{}") else question.text[0].lower() + question.text[1:]
    return frame.format(text)


def answers(question: Question, manner: str) -> tuple[str, ...]:
    """The right answers in this manner, the taught one first. An open question may be answered in a sentence too."""
    if manner == "sentence":
        return question.sentences
    return question.shorts if manner == "short" else question.shorts + question.sentences


def _frames(question: Question, manner: str) -> tuple[str, ...]:
    if manner == "sentence":
        return _SENTENCE
    return _ONE_WORD if len(question.shorts[0].split()) == 1 else _SHORT
