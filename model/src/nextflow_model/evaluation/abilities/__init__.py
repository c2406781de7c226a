"""The abilities by name; a name is that of the task, but for the visual tokenizer, which is no task."""

from nextflow_model.evaluation.abilities.analogies import ANALOGIES
from nextflow_model.evaluation.abilities.drawing import DRAWING
from nextflow_model.evaluation.abilities.editing import EDITING
from nextflow_model.evaluation.abilities.follow_ups import FOLLOW_UPS
from nextflow_model.evaluation.abilities.questions import QUESTIONS
from nextflow_model.evaluation.abilities.reconstruction import EDIT_TARGETS, RECONSTRUCTION
from nextflow_model.evaluation.abilities.stories import STORIES
from nextflow_model.evaluation.abilities.subjects import SUBJECTS
from nextflow_model.evaluation.abilities.talking import TALKING
from nextflow_model.evaluation.abilities.thinking import THINKING
from nextflow_model.evaluation.ability import Ability

ABILITIES: dict[str, Ability] = {
    "draw": DRAWING,
    "edit": EDITING,
    "question": QUESTIONS,
    "think": THINKING,
    "story": STORIES,
    "subject": SUBJECTS,
    "analogy": ANALOGIES,
    "talk": TALKING,
    "follow": FOLLOW_UPS,
    "tokenizer": RECONSTRUCTION,
    "tokenizer_edits": EDIT_TARGETS,
}
