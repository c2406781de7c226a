"""Reads a picture: background, then blobs on it, then what lies inside the containers."""

import numpy as np

from nextflow_model.judge.backdrop import Backdrop, backdrop_of
from nextflow_model.judge.background import estimate_background
from nextflow_model.judge.components import eroded
from nextflow_model.judge.fitting import scored
from nextflow_model.judge.reading import Reading
from nextflow_model.judge.seen import Seen, see
from nextflow_model.judge.softness import base_sigma, smoothed
from nextflow_model.world.backgrounds import background_picture
from nextflow_model.world.sprites import Placed, compose, overlap
from nextflow_model.world.things import CONTAINERS

# Colour difference that makes a pixel stand out. Inside a container the tolerance is wider, because
# the container itself is only as exact as its fit.
_TOLERANCE = 32.0
_TOLERANCE_INSIDE = 64.0


def read(picture: np.ndarray) -> Reading:
    """Reads a picture, uint8 [height, width, 3], with no knowledge of the scene it should show.

    Without a known background nothing can be told apart from it, so nothing is found.
    """
    height, width = picture.shape[:2]
    pixels = smoothed(picture.astype(np.float32), base_sigma(min(height, width)))
    name, visible = estimate_background(pixels, _TOLERANCE)
    if not visible:
        return Reading((), None)
    horizon_reach = max(2, round(min(height, width) / 32))
    backdrop = backdrop_of(background_picture(name, height, width), _TOLERANCE, horizon_reach)
    outer = see(pixels, backdrop, backdrop.differences(pixels))
    seen = [inner for one in outer for inner in _opened(one, pixels, backdrop)]
    return Reading(tuple(one.found(height, width) for one in seen), name)


def _opened(one: Seen, pixels: np.ndarray, backdrop: Backdrop) -> list[Seen]:
    """The thing, and what lies inside it if it is a container; the container is then scored without that."""
    if one.fit is None or one.fit.look.thing not in CONTAINERS:
        return [one]
    full = backdrop.picture.copy()
    compose(full, one.fit.sprite())
    container = backdrop_of(full, _TOLERANCE_INSIDE)
    interior = _interior(one.fit.sprite(), pixels.shape[:2])
    inner = see(pixels, container, container.differences(pixels) * interior)
    if not inner:
        return [one]
    cleared = pixels.copy()
    for thing in inner:
        left, top, right, bottom = thing.blob.box
        window = slice(max(0, top - 1), bottom + 1), slice(max(0, left - 1), right + 1)
        cleared[window] = container.picture[window]
    return [Seen(one.blob, scored(one.fit.look, cleared, backdrop)), *inner]


def _interior(sprite: Placed, shape: tuple[int, int]) -> np.ndarray:
    # A rim stays out: there the slightest shift of the fit already looks like something inside.
    window, part = overlap(shape, sprite)
    mask = np.zeros(shape, dtype=bool)
    mask[window] = sprite.sprite.cover[part][..., 0] > 0.5
    return eroded(mask, max(2, round(min(shape) / 40)))
