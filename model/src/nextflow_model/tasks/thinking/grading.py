"""Finds the final prompt of a thought, and whether it is the right one."""

import re

from nextflow_model.tasks.statements import normal, read_statement
from nextflow_model.tasks.thinking.thought import FINAL, Thought

_FINAL = re.compile(re.escape(FINAL) + r"\s*(.+?)[\s.]*$", re.IGNORECASE | re.DOTALL)


def final_prompt(text: str) -> str | None:
    """What follows "The final prompt is:", without the full stop; None if the thought does not end in one."""
    found = _FINAL.search(text)
    return found.group(1) if found else None


def grade_final_prompt(text: str, about: Thought) -> bool:
    """Whether a thought's final prompt asks for exactly what was wanted, neither less nor more."""
    prompt = final_prompt(text)
    said = read_statement(prompt) if prompt is not None else None
    return said is not None and normal(said) == normal(about.demands)
