"""Anti-aliased sprites of single things, cached by look, size and subpixel offset."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PIL import Image

from nextflow_model.world.dress import PLAIN, Dress
from nextflow_model.world.figures import FIGURES

_SUPERSAMPLING = 4
# Fine enough for the half-cell lattice at every usual resolution, coarse enough for the cache to hit.
_OFFSET_STEPS = 24


class Sprite(NamedTuple):
    """A thing on nothing: `ink` float32 [h, w, 3] premultiplied 0..255, `cover` float32 [h, w, 1] 0..1."""

    ink: np.ndarray
    cover: np.ndarray


class Placed(NamedTuple):
    """A sprite and the pixel of the canvas its upper left corner falls on (may be negative)."""

    top: int
    left: int
    sprite: Sprite


def place(thing: str, colour: str, side: float, x: float, y: float, dress: Dress = PLAIN) -> Placed:
    """The sprite of a thing whose box of `side` px is centred at (x, y) px from the upper left."""
    left, offset_x = _split(x - side / 2)
    top, offset_y = _split(y - side / 2)
    return Placed(top, left, _sprite(thing, colour, round(side * 64) / 64, offset_x, offset_y, dress))


def compose(canvas: np.ndarray, placed: Placed) -> None:
    """Lays a sprite over `canvas`, float32 [height, width, 3], in place; what falls outside is cut."""
    window, part = overlap(canvas.shape[:2], placed)
    canvas[window] *= 1 - placed.sprite.cover[part]
    canvas[window] += placed.sprite.ink[part]


def overlap(shape: tuple[int, int], placed: Placed) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The same rectangle seen from the canvas and from the sprite, as two (rows, columns) pairs."""
    height, width = placed.sprite.cover.shape[:2]
    top, bottom = max(0, placed.top), min(shape[0], placed.top + height)
    left, right = max(0, placed.left), min(shape[1], placed.left + width)
    bottom, right = max(top, bottom), max(left, right)
    on_canvas = slice(top, bottom), slice(left, right)
    on_sprite = slice(top - placed.top, bottom - placed.top), slice(left - placed.left, right - placed.left)
    return on_canvas, on_sprite


def _split(position: float) -> tuple[int, float]:
    whole = math.floor(position + 0.5 / _OFFSET_STEPS)
    return whole, round((position - whole) * _OFFSET_STEPS) / _OFFSET_STEPS


@lru_cache(maxsize=8192)
def _sprite(thing: str, colour: str, side: float, offset_x: float, offset_y: float, dress: Dress) -> Sprite:
    cells = math.ceil(side + 1)
    fine = _SUPERSAMPLING
    image = Image.new("RGBA", (cells * fine, cells * fine))
    FIGURES[thing](dress.pen(image, colour, (offset_x * fine, offset_y * fine), side * fine))
    samples = np.asarray(image, dtype=np.float32).reshape(cells, fine, cells, fine, 4)
    cover = samples[..., 3:] / 255
    return Sprite((samples[..., :3] * cover).mean(axis=(1, 3)), cover.mean(axis=(1, 3)))
