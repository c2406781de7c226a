"""Whether an answer says what it must."""

import re

from nextflow_model.tasks.conversation.topic import Talk


def grade_talk(text: str, about: Talk) -> bool:
    """Whether every required group is met by one of its words; a refusal must say that it is sorry."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "
    # Nothing but a refusal is sorry: who regrets what it could have answered is wrong.
    if about.kind != "refusal" and " sorry " in words:
        return False
    return all(any(f" {word} " in words for word in group) for group in about.required)
