"""A question and its answers, before it is decided how it is to be answered."""

from dataclasses import dataclass

import numpy as np

from nextflow_model.world import Scene, sample_scene
from nextflow_model.world.sampling import pick


@dataclass(frozen=True)
class Question:
    """`shorts` and `sentences` are the right answers; the first of each is the one that is taught.

    A question for a caption names in `captioned` the scene that the answer must be true of.
    """

    scenes: tuple[Scene, ...]
    text: str
    shorts: tuple[str, ...]
    sentences: tuple[str, ...]
    captioned: Scene | None = None


class Unfit(Exception):
    """The scene at hand cannot be asked about in this way."""


Source = str | Scene
"""Where a question's scene comes from: a split, or the one scene that is already shown."""

Pair = tuple[Scene, Scene]
PairSource = str | Pair
"""The same of a question about two pictures."""


def any_scene(rng: np.random.Generator, source: Source, abilities: tuple[str, ...]) -> Scene:
    """A scene of one of the abilities, all equally likely; a scene already shown must have one of them, or is Unfit."""
    if isinstance(source, str):
        return sample_scene(rng, pick(rng, abilities), source)
    if source.ability not in abilities:
        raise Unfit
    return source


def asks_for_absent(rng: np.random.Generator, source: Source, share: float) -> bool:
    """Whether to ask about what is not there: at `share` of the questions, in training at twice as many.

    A thing that is there is what most questions are about, so "there is none" is what is learned last.
    """
    return rng.random() < (2 * share if source == "train" else share)
