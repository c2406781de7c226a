"""Natural English captions that know which attributes they state."""

import numpy as np

from nextflow_model.world.phrases import bare, group, noun
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES, Scene
from nextflow_model.world.wording import (
    BACKGROUND_STATED,
    BACKGROUND_WORDS,
    FRAME_USED,
    FRAMES,
    RELATION_TO_IT,
    RELATION_WORDS,
    SIZE_STATED,
)


class Caption(str):
    """A caption is its text; things, colours, counts and relations are always stated.

    `states_size` holds one flag per item of the scene, `states_background` whether the background is named.
    """

    states_size: tuple[bool, ...]
    states_background: bool

    def __new__(cls, text: str, states_size: tuple[bool, ...], states_background: bool) -> "Caption":
        self = super().__new__(cls, text)
        self.states_size = states_size
        self.states_background = states_background
        return self

    def __getnewargs__(self) -> tuple[str, tuple[bool, ...], bool]:
        return str(self), self.states_size, self.states_background


def caption(scene: Scene, rng: np.random.Generator) -> Caption:
    """A random wording of the scene: colour and thing always, size and background sometimes."""
    sizes = _sizes_to_state(scene, rng)
    with_background = rng.random() < BACKGROUND_STATED
    text = _subject(scene, sizes, rng)
    if with_background:
        text = f"{text} {pick(rng, BACKGROUND_WORDS[scene.background])}"
    return Caption(_finished(_framed(text, scene, rng), rng), sizes, with_background)


def _sizes_to_state(scene: Scene, rng: np.random.Generator) -> tuple[bool, ...]:
    if scene.ability == "count":
        return (bool(rng.random() < SIZE_STATED[scene.items[0].size]),) * len(scene.items)
    # Several sizes in one sentence read like a parts list.
    scale = 1.0 if len(scene.items) == 1 else 0.5
    return tuple(bool(rng.random() < scale * SIZE_STATED[item.size]) for item in scene.items)


def _subject(scene: Scene, sizes: tuple[bool, ...], rng: np.random.Generator) -> str:
    if scene.ability == "count":
        return group(scene.items[0], len(scene.items), sizes[0], rng)
    if scene.ability == "single":
        naming = bare if rng.random() < 0.2 else noun
        return naming(scene.items[0], sizes[0], rng)
    naming = bare if rng.random() < 0.08 else noun
    names = [naming(item, size, rng) for item, size in zip(scene.items, sizes, strict=True)]
    if scene.relation == "between":
        return _between(names, rng)
    return _related(names, scene.relation or "", rng)


def _related(names: list[str], relation: str, rng: np.random.Generator) -> str:
    first, second = names
    # "a sun above a house" is also "a house below a sun"; inside has no such turn.
    if relation in OPPOSITES and rng.random() < 0.3:
        first, second, relation = second, first, OPPOSITES[relation]
    if rng.random() < 0.25:
        if relation == "inside" and rng.random() < 0.5:
            return f"{second} {pick(rng, ('containing', 'around', 'holding'))} {first}"
        return f"{second} with {first} {pick(rng, RELATION_TO_IT[relation])}"
    verb = "is " if rng.random() < 0.12 else ""
    return f"{first} {verb}{pick(rng, RELATION_WORDS[relation])} {second}"


def _between(names: list[str], rng: np.random.Generator) -> str:
    middle, one, other = names
    if rng.random() < 0.5:
        one, other = other, one
    style = rng.random()
    if style < 0.7:
        verb = "is " if rng.random() < 0.1 else ""
        return f"{middle} {verb}between {one} and {other}"
    if style < 0.85:
        return f"{one} and {other} with {middle} between them"
    return f"between {one} and {other} there is {middle}"


def _framed(text: str, scene: Scene, rng: np.random.Generator) -> str:
    if rng.random() >= FRAME_USED or text.startswith("between") or " is " in text:
        return text
    frame = pick(rng, FRAMES)
    if frame == "there is {}" and len(scene.items) > 1 and scene.ability == "count" and not text.startswith("a "):
        frame = "there are {}"
    return frame.format(text)


def _finished(text: str, rng: np.random.Generator) -> str:
    if rng.random() < 0.5:
        text = text[0].upper() + text[1:]
    if rng.random() < 0.45:
        text += "?" if text.lower().startswith("can you") else "."
    return text
