"""Editing by instruction: a picture, what to change, and the picture changed; and a grader that looks for itself."""

from nextflow_model.tasks.edits.edit import Edit
from nextflow_model.tasks.edits.grading import EditGrade, grade_edit
from nextflow_model.tasks.edits.kinds import KINDS
from nextflow_model.tasks.edits.sampling import random_edit, sample_edit

__all__ = ["KINDS", "Edit", "EditGrade", "grade_edit", "random_edit", "sample_edit"]
