"""How a thing would look to the judge: its smoothed sprite and the mask that is visible of it."""

from functools import lru_cache

import numpy as np

from nextflow_model.judge.background import distance
from nextflow_model.judge.blobs import Blob, blob_of
from nextflow_model.judge.softness import reach_of, smoothed
from nextflow_model.world.palette import RGB
from nextflow_model.world.sprites import Placed, Sprite, compose, place

# Backdrops that differ less than this share their templates.
_BACKDROP_STEP = 16


def coarse(colour: np.ndarray) -> RGB:
    """A backdrop colour rounded, so that the cache of templates hits."""
    red, green, blue = (min(255, int(round(float(part) / _BACKDROP_STEP)) * _BACKDROP_STEP) for part in colour)
    return red, green, blue


def soft_sprite(thing: str, colour: str, side: int, sigma: float, top: int, left: int) -> Placed:
    """The thing drawn in a box of `side` px whose upper left corner is at (top, left), blurred by `sigma` px."""
    reach = reach_of(sigma)
    return Placed(top - reach, left - reach, _soft(thing, colour, side, sigma))


@lru_cache(maxsize=16384)
def template(thing: str, colour: str, side: int, sigma: float, backdrop: RGB, tolerance: float) -> Blob | None:
    """What can be seen of a thing in a box of `side` px against a flat backdrop, relative to that box.

    Thresholded and filled exactly as pictures are, so that details which melt into the backdrop are
    missing on both sides; None if nothing can be seen.
    """
    reach = reach_of(sigma)
    canvas = np.empty((side + 1 + 2 * reach, side + 1 + 2 * reach, 3), dtype=np.float32)
    canvas[:] = backdrop
    behind = canvas.copy()
    compose(canvas, soft_sprite(thing, colour, side, sigma, reach, reach))
    mask = distance(canvas, behind) > tolerance
    return blob_of(mask, -reach, -reach) if mask.any() else None


@lru_cache(maxsize=4096)
def _soft(thing: str, colour: str, side: int, sigma: float) -> Sprite:
    sharp = place(thing, colour, float(side), side / 2, side / 2).sprite
    margin = ((reach_of(sigma),) * 2, (reach_of(sigma),) * 2, (0, 0))
    # Premultiplied ink blurs like light does, whatever lies behind.
    return Sprite(smoothed(np.pad(sharp.ink, margin), sigma), smoothed(np.pad(sharp.cover, margin), sigma))
