"""How stories are asked for: by what happens, or only by who is in them."""

import numpy as np

from nextflow_model.tasks.statements import thing_phrase, varied
from nextflow_model.tasks.statements.words import NUMBER_WORDS, PLACES
from nextflow_model.tasks.stories.frame import Frame
from nextflow_model.world import Wanted
from nextflow_model.world.sampling import pick

_FRAMES = (
    "Tell a short story in {count} pictures about {topic}.", "Tell me a story in {count} pictures about {topic}.",
    "A story in {count} pictures about {topic}.", "Write an illustrated story with {count} pictures about {topic}.",
    "Tell a story with {count} pictures about {topic}.", "Please tell a story in {count} pictures about {topic}.",
)  # fmt: skip
# Who gives no number gets three pictures.
_UNCOUNTED = ("Tell a short story about {topic}.", "Tell me a story about {topic}.", "A story about {topic}, please.")
_USUAL_COUNT = 3
_HINTED = 0.65
_START_NAMED = 0.3


def ask_for(rng: np.random.Generator, frames: list[Frame], cast: tuple[Wanted, ...]) -> tuple[str, tuple[str, ...]]:
    """The prompt, and the backgrounds it asks for; `cast` has the hero first. A lone hero's story is always told."""
    hero = thing_phrase(cast[0])
    places: list[str] = []
    if len(cast) == 1 or rng.random() < _HINTED:
        topic = f"{hero} that {_listed([frame.hint for frame in frames[1:]])}"
        places += [after.scene.background for before, after in zip(frames, frames[1:])
                   if after.scene.background != before.scene.background]  # fmt: skip
    else:
        topic = _listed([thing_phrase(one) for one in cast])
    count = str(len(frames)) if rng.random() < 0.15 else NUMBER_WORDS[len(frames)]
    uncounted = len(frames) == _USUAL_COUNT and rng.random() < 0.2
    text = pick(rng, _UNCOUNTED if uncounted else _FRAMES).format(count=count, topic=varied(rng, topic))
    if rng.random() < _START_NAMED:
        places.append(frames[0].scene.background)
        text = f"{text} It starts {PLACES[frames[0].scene.background]}."
    return text, tuple(places)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
