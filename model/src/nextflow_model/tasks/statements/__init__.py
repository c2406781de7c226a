"""The model's own plain words for what is in a picture, and how they are read back.

Whoever asks may word it in many ways; what the model states it always states in the same way.
"""

from nextflow_model.tasks.statements.normal import normal
from nextflow_model.tasks.statements.reading import read_statement
from nextflow_model.tasks.statements.stating import sentence, state, thing_phrase
from nextflow_model.tasks.statements.truth import is_true_of
from nextflow_model.tasks.statements.varying import varied

__all__ = ["is_true_of", "normal", "read_statement", "sentence", "state", "thing_phrase", "varied"]
