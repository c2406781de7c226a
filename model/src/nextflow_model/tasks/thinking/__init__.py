"""Prompts that must be thought through before they are drawn; the thought ends in a plain final prompt."""

from nextflow_model.tasks.thinking.grading import final_prompt, grade_final_prompt
from nextflow_model.tasks.thinking.thought import INSTRUCTION, Thought, sample_thought

__all__ = ["INSTRUCTION", "Thought", "final_prompt", "grade_final_prompt", "sample_thought"]
