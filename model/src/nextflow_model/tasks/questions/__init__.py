"""Questions about one picture or two, their answers, and which answers are right."""

from nextflow_model.tasks.questions.asking import KINDS, further_questions, sample_question, sample_questions
from nextflow_model.tasks.questions.grading import Expected, grade_answer

__all__ = ["Expected", "KINDS", "further_questions", "grade_answer", "sample_question", "sample_questions"]
