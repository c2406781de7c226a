"""Describe the picture."""

from dataclasses import replace

import numpy as np

from nextflow_model.tasks.questions.asked import Question, Source, any_scene
from nextflow_model.tasks.questions.naming import shown
from nextflow_model.tasks.statements import sentence, state
from nextflow_model.world import Demands, Scene
from nextflow_model.world.sampling import pick

_ASKED = (
    "Describe the picture.", "What is in the picture?", "What do you see?", "What does the picture show?",
    "Write a caption for this picture.", "What can you see here?", "Please describe this picture.",
    "Tell me what is in this image.", "Caption this image.", "What is in this image?",
)  # fmt: skip
_DETAILED = (
    "Describe the picture in detail.", "Describe everything in the picture, with sizes.",
    "What do you see? Name the sizes too.", "Describe this image with all details.",
)  # fmt: skip
_ABILITIES = ("single", "single", "count", "count", "relation", "relation", "inside", "between")


def describe(rng: np.random.Generator, source: Source) -> Question:
    """A caption: things, colours, number, relation and background; sizes only if asked for."""
    scene = any_scene(rng, source, _ABILITIES)
    detailed = bool(rng.random() < 0.25)
    return captioned((scene,), pick(rng, _DETAILED if detailed else _ASKED), scene, detailed)


def captioned(scenes: tuple[Scene, ...], text: str, scene: Scene, detailed: bool = False) -> Question:
    """A question that asks for a caption of `scene`, one of the scenes."""
    caption = state(_told(shown(scene), detailed))
    return Question(scenes, text, (sentence(caption),), (f"The picture shows {caption}.",), scene)


def _told(everything: Demands, detailed: bool) -> Demands:
    # That a thing is of medium size is no news.
    wanted = tuple(one if detailed and one.size != "medium" else replace(one, size=None) for one in everything.wanted)
    return replace(everything, wanted=wanted)
