"""Grades a drawn picture against the thing it should show again."""

from dataclasses import dataclass

import numpy as np

from nextflow_model import judge
from nextflow_model.tasks.edits.matching import faults, matched
from nextflow_model.tasks.edits.rereading import reread
from nextflow_model.tasks.subjects import Subject


@dataclass(frozen=True)
class SubjectGrade:
    """`same`: the things shown are there again in their colours and patterns; `placed`: the scene is as asked for.

    `wrong` says in short English what is not.
    """

    same: bool
    placed: bool
    wrong: list[str]

    @property
    def right(self) -> bool:
        """The same thing in the scene asked for."""
        return self.same and self.placed


def grade_subject(picture: np.ndarray, subject: Subject) -> SubjectGrade:
    """What became of a subject in a picture, uint8 [height, width, 3]."""
    reading = judge.read(picture, subject.target.style, looks=True)
    scene = subject.target
    partners = zip(scene.items, matched(reading.found, scene.items), strict=True)
    unlike = [
        fault for item, found in partners for fault in faults(reread(picture, found, item, scene), item, placed=False)
    ]
    misplaced = judge.check(reading, subject.demands).wrong
    return SubjectGrade(not unlike, not misplaced, unlike + misplaced)
