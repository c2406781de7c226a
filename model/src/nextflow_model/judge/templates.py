"""How a thing would look to the judge: its smoothed sprite and the mask that is visible of it."""

from functools import lru_cache

import numpy as np

from nextflow_model.judge.background import distance
from nextflow_model.judge.blobs import Blob, blob_of
from nextflow_model.judge.softness import reach_of, smoothed
from nextflow_model.world.dress import Dress
from nextflow_model.world.palette import RGB
from nextflow_model.world.sprites import Placed, Sprite, place

# Backdrops that differ less than this share their templates.
_BACKDROP_STEP = 16


def coarse(colour: np.ndarray) -> RGB:
    """A backdrop colour rounded, so that the cache of templates hits."""
    red, green, blue = (min(255, round(float(part) / _BACKDROP_STEP) * _BACKDROP_STEP) for part in colour)
    return red, green, blue


def soft_sprite(
    thing: str, colour: str, side: float, sigma: float, x: int, y: int, dress: Dress, shift: tuple[float, float]
) -> Placed:
    """The thing drawn in a box of `side` px centred at (x, y) + `shift`, blurred by `sigma` px."""
    top, left, sprite = _soft(thing, colour, side, sigma, dress, shift)
    return Placed(y + top, x + left, sprite)


@lru_cache(maxsize=32768)
def template(
    thing: str, colour: str, side: float, sigma: float, backdrop: RGB, tolerance: float, dress: Dress
) -> Blob | None:
    """What can be seen of a thing in a box of `side` px against a flat backdrop, relative to its centre.

    Thresholded and filled exactly as pictures are, so that details which melt into the backdrop are
    missing on both sides; None if nothing can be seen.
    """
    top, left, sprite = _soft(thing, colour, side, sigma, dress, (0.0, 0.0))
    behind = np.asarray(backdrop, dtype=np.float32)
    mask = distance(sprite.ink, sprite.cover * behind) > tolerance
    return blob_of(mask, top, left) if mask.any() else None


@lru_cache(maxsize=4096)
def _soft(thing: str, colour: str, side: float, sigma: float, dress: Dress, shift: tuple[float, float]) -> Placed:
    sharp = place(thing, colour, side, *shift, dress)
    reach = reach_of(sigma)
    margin = ((reach, reach), (reach, reach), (0, 0))
    # Premultiplied ink blurs like light does, whatever lies behind.
    ink, cover = (smoothed(np.pad(layer, margin), sigma) for layer in sharp.sprite)
    return Placed(sharp.top - reach, sharp.left - reach, Sprite(ink, cover))
