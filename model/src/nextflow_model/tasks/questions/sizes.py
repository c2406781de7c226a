"""Which is larger, and is it small or large?"""

import numpy as np

from nextflow_model.tasks.questions.asked import Question
from nextflow_model.tasks.questions.presence import yes_or_no
from nextflow_model.tasks.statements import sentence
from nextflow_model.world import SIZES, Scene, sample_scene
from nextflow_model.world.sampling import pick

_COMPARED = (
    "Which is {word}, the {one} or the {other}?", "Which thing is {word}?", "What is {word}, the {one} or the {other}?",
    "Which of the two things is {word}?",
)  # fmt: skip
_WORDS = {"larger": ("larger", "bigger"), "smaller": ("smaller",)}


def compare_sizes(rng: np.random.Generator, split: str) -> Question:
    """Which of two things is larger or smaller, or the size of a lone thing that is not medium."""
    while True:
        scene = sample_scene(rng, "single" if rng.random() < 0.3 else "relation", split)
        sizes = [item.size for item in scene.items]
        if sizes not in (["medium"], ["small", "small"], ["medium", "medium"]):
            return _lone(rng, scene) if len(sizes) == 1 else _compared(rng, scene)


def _lone(rng: np.random.Generator, scene: Scene) -> Question:
    item = scene.items[0]
    options = pick(rng, ("small or large", "large or small"))
    return Question(
        (scene,), f"Is the {item.thing} {options}?", (sentence(item.size),),
        (f"The {item.thing} is {item.size}.", f"It is {item.size}."),
    )  # fmt: skip


def _compared(rng: np.random.Generator, scene: Scene) -> Question:
    one, other = scene.items if rng.random() < 0.5 else scene.items[::-1]
    kind = pick(rng, tuple(_WORDS))
    word = pick(rng, _WORDS[kind])
    first_fits = (SIZES[one.size] > SIZES[other.size]) == (kind == "larger")
    if rng.random() < 0.3:
        said = f"the {one.thing} is {kind if first_fits else _opposite(kind)} than the {other.thing}"
        return yes_or_no(scene, f"Is the {one.thing} {word} than the {other.thing}?", first_fits, said)
    thing, rest = (one.thing, other.thing) if first_fits else (other.thing, one.thing)
    text = pick(rng, _COMPARED).format(word=word, one=one.thing, other=other.thing)
    said = [f"The {thing} is {name}." for name in (kind, *_WORDS[kind])]
    said += [f"The {thing} is {name} than the {rest}." for name in _WORDS[kind]]
    return Question((scene,), text, (f"The {thing}.",), tuple(dict.fromkeys(said)))


def _opposite(kind: str) -> str:
    return "smaller" if kind == "larger" else "larger"
