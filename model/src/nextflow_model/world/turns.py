"""Which turns of a thing can be told apart."""

from functools import lru_cache

import numpy as np

from nextflow_model.world.dress import Dress
from nextflow_model.world.scene import TURNS
from nextflow_model.world.sprites import place

_SIDE = 64
# Mean difference of colour, 0..255, over the box: a highlight that moves stays below, another shape does not.
_ALIKE = 12.0


def looks_alike(thing: str, turn: int, other: int) -> bool:
    """Whether a thing turned by `turn` and by `other` degrees looks the same but for a highlight."""
    return first_alike(thing, turn) == first_alike(thing, other)


@lru_cache(maxsize=None)
def distinct_turns(thing: str) -> tuple[int, ...]:
    """The turns of a thing that all look different, in degrees, 0 first; of turns that look alike the first."""
    return tuple(turn for turn in TURNS if first_alike(thing, turn) == turn)


@lru_cache(maxsize=None)
def first_alike(thing: str, turn: int) -> int:
    """The first of the turns in which the thing looks as in `turn`, all in degrees."""
    return next(first for first in TURNS if np.abs(_on_white(thing, first) - _on_white(thing, turn)).mean() < _ALIKE)


def _on_white(thing: str, turn: int) -> np.ndarray:
    sprite = place(thing, "blue", _SIDE, _SIDE / 2, _SIDE / 2, Dress(turn)).sprite
    return sprite.ink + 255 * (1 - sprite.cover)
