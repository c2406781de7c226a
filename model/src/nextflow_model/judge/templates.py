"""How a thing would look to the judge: the visible mask of a freshly drawn thing."""

from functools import lru_cache

import numpy as np

from nextflow_model.judge.background import distance
from nextflow_model.judge.blobs import Blob, blob_of
from nextflow_model.world.palette import RGB
from nextflow_model.world.sprites import Placed, compose, place

# Backdrops that differ less than this share their templates.
_BACKDROP_STEP = 16


def coarse(colour: np.ndarray) -> RGB:
    """A backdrop colour rounded, so that the cache of templates hits."""
    red, green, blue = (min(255, int(round(float(part) / _BACKDROP_STEP)) * _BACKDROP_STEP) for part in colour)
    return red, green, blue


def sprite_at(thing: str, colour: str, side: int, top: int, left: int) -> Placed:
    """The thing drawn in a box of `side` px whose upper left corner is at (top, left)."""
    return place(thing, colour, float(side), left + side / 2, top + side / 2)


@lru_cache(maxsize=16384)
def template(thing: str, colour: str, side: int, backdrop: RGB, tolerance: float) -> Blob | None:
    """What can be seen of a thing in a box of `side` px against a flat backdrop, relative to that box.

    Thresholded and filled exactly as pictures are, so that details which melt into the backdrop are
    missing on both sides; None if nothing can be seen.
    """
    canvas = np.empty((side + 1, side + 1, 3), dtype=np.float32)
    canvas[:] = backdrop
    behind = canvas.copy()
    compose(canvas, sprite_at(thing, colour, side, 0, 0))
    mask = distance(canvas, behind) > tolerance
    return blob_of(mask) if mask.any() else None
