"""Short talk about the model's world, and polite refusals of what lies outside it."""

from nextflow_model.tasks.conversation.grading import grade_talk
from nextflow_model.tasks.conversation.talk import sample_talk
from nextflow_model.tasks.conversation.topic import Talk

__all__ = ["Talk", "grade_talk", "sample_talk"]
