"""The tasks by name, and the sampler of each."""

from collections.abc import Callable

import numpy as np

from nextflow_model.tasks.analogies import sample_analogy
from nextflow_model.tasks.conversation import sample_talk
from nextflow_model.tasks.drawings import sample_drawing
from nextflow_model.tasks.edits import sample_edit
from nextflow_model.tasks.exchange import Exchange
from nextflow_model.tasks.follow_ups import sample_follow_up
from nextflow_model.tasks.questions import sample_questions
from nextflow_model.tasks.stories import sample_story
from nextflow_model.tasks.subjects import sample_subject
from nextflow_model.tasks.thinking import sample_thought

TASKS: dict[str, Callable[[np.random.Generator, str], Exchange]] = {
    "draw": sample_drawing,
    "edit": sample_edit,
    "question": sample_questions,
    "think": sample_thought,
    "story": sample_story,
    "subject": sample_subject,
    "analogy": sample_analogy,
    "talk": sample_talk,
    "follow": sample_follow_up,
}
