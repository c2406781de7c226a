"""What is the background?"""

import numpy as np

from nextflow_model.tasks.questions.asked import Question, Source, any_scene
from nextflow_model.tasks.statements import sentence
from nextflow_model.world import Scene
from nextflow_model.world.sampling import pick

_ASKED = (
    "What is the background?", "What is in the background?", "Which background does the picture have?",
    "What background do you see?", "Describe the background.",
)  # fmt: skip
_TIME = ("Is it day or night?", "Is it day or night in the picture?", "What time of day is it?")
_TIMES = {"sky": "day", "meadow": "day", "sand": "day", "night": "night"}

NAMES: dict[str, tuple[str, ...]] = {
    "white": ("white",), "cream": ("cream",), "grey": ("grey", "light grey"), "pink": ("pink", "light pink"),
    "sky": ("the sky", "a blue sky"), "meadow": ("a meadow", "a green meadow", "grass"),
    "sand": ("a beach", "sand", "a sandy beach"), "night": ("the night", "the night sky"),
}  # fmt: skip
"""How a background is called, the usual name first."""


def name_background(rng: np.random.Generator, source: Source) -> Question:
    """The background, or the time of day where the background tells it."""
    scene = any_scene(rng, source, ("single", "count", "relation"))
    if scene.background in _TIMES and rng.random() < 0.4:
        return _time_of_day(rng, scene)
    names = NAMES[scene.background]
    said = [f"{start} {name}." for start in ("The background is", "It is") for name in names]
    return Question((scene,), pick(rng, _ASKED), tuple(map(sentence, names)), tuple(said))


def _time_of_day(rng: np.random.Generator, scene: Scene) -> Question:
    time = _TIMES[scene.background]
    return Question((scene,), pick(rng, _TIME), (sentence(time),), (f"It is {time}.",))
