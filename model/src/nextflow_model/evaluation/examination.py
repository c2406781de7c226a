"""Counts how often the judge finds a picture right, per ability; and how good the visual tokenizer alone is."""

from dataclasses import dataclass

import numpy as np

from nextflow_model import judge
from nextflow_model.evaluation.artist import Artist
from nextflow_model.evaluation.prompts import Question
from nextflow_model.world import demands, draw_scene


@dataclass(frozen=True)
class Answer:
    """A drawn picture, uint8 [H, W, 3], and what is wrong with it (nothing: it is right)."""

    question: Question
    picture: np.ndarray
    wrong: list[str]


def examine(artist: Artist, questions: list[Question], seed: int) -> list[Answer]:
    """One picture per question; the seed of each is `seed` plus its number."""
    answers = []
    for number, question in enumerate(questions):
        picture = artist.draw(str(question.caption), seed + number)
        answers.append(Answer(question, picture, judge.check(judge.read(picture), question.demands).wrong))
    return answers


def drawing_rows(answers: list[Answer]) -> list[dict]:
    """One line per ability: how many were asked and how many came out entirely right."""
    rows: dict[str, dict] = {}
    for answer in answers:
        row = rows.setdefault(answer.question.row, {"ability": answer.question.row, "n": 0, "right": 0})
        row["n"] += 1
        row["right"] += not answer.wrong
    return list(rows.values())


def tokenizer_rows(artist: Artist, questions: list[Question]) -> list[dict]:
    """Reconstructions of the questions' true pictures: PSNR, and whether the judge still reads the single things."""
    decibels, right, singles = [], 0, 0
    for question in questions:
        picture = draw_scene(question.scene, artist.side, artist.side)
        again = artist.reconstruct(picture)
        error = np.square(picture.astype(np.float64) - again).mean()
        decibels.append(10 * np.log10(255**2 / max(error, 1e-9)))
        if question.row == "single":
            singles += 1
            right += judge.check(judge.read(again), demands(question.scene)).right
    return [
        {
            "ability": "visual tokenizer, PSNR",
            "n": len(decibels),
            "value": round(float(np.mean(decibels)), 2),
            "unit": "dB",
        },
        {"ability": "visual tokenizer, single read back", "n": singles, "right": right},
    ]
