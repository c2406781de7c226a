"""Analysis by synthesis: which freshly drawn thing explains a blob best."""

import math
from typing import NamedTuple

import numpy as np

from nextflow_model.judge.background import distance
from nextflow_model.judge.blobs import Blob
from nextflow_model.judge.shapes import Look, fit_shape, nudged
from nextflow_model.judge.softness import template_sigmas
from nextflow_model.judge.templates import coarse, soft_sprite
from nextflow_model.world.palette import COLOUR_NAMES, COLOURS
from nextflow_model.world.sprites import Placed, overlap
from nextflow_model.world.things import SIZES, THINGS

# Beyond this a pixel is simply wrong; how wrong it is says nothing about the shape.
_CAP = 120.0
_SHAPES_KEPT = 5
_COLOURS_KEPT = 4
# A sharp fit this good leaves nothing for a softer one to explain.
_GOOD = 0.76


class Backdrop(NamedTuple):
    """What lies behind a blob, float32 [height, width, 3], and the difference that makes a pixel visible."""

    picture: np.ndarray
    tolerance: float


class Fit(NamedTuple):
    """A thing in a certain place, and how well it explains the blob, 0..1."""

    look: Look
    score: float

    def sprite(self) -> Placed:
        """The thing as it would be drawn there."""
        return _sprite(self.look)

    def size(self, short_side: int) -> str:
        """The name of the size whose nominal side is closest."""
        return min(SIZES, key=lambda name: abs(math.log(self.look.side / (SIZES[name] * short_side))))


def fit_blob(picture: np.ndarray, backdrop: Backdrop, blob: Blob) -> Fit | None:
    """The best explanation of a blob in `picture`, float32 [h, w, 3]; None if nothing comes near."""
    best = None
    for sigma in template_sigmas(min(picture.shape[:2])):
        fit = _fit_at(sigma, picture, backdrop, blob)
        if fit is not None and (best is None or fit.score > best.score):
            best = fit
        if best is not None and best.score >= _GOOD:
            break
    return best


def scored(look: Look, picture: np.ndarray, backdrop: Backdrop) -> Fit:
    """The fit of a look: overlap of the silhouettes, lowered by how far the colours are off."""
    placed = _sprite(look)
    window, part = overlap(picture.shape[:2], placed)
    cover = placed.sprite.cover[part]
    weight = cover[..., 0]
    if not weight.sum():
        return Fit(look, 0.0)
    expected = backdrop.picture[window] * (1 - cover) + placed.sprite.ink[part]
    error = np.minimum(distance(picture[window], expected), _CAP) / _CAP
    return Fit(look, look.overlap * (1 - float((error * weight).sum() / weight.sum())))


def _fit_at(sigma: float, picture: np.ndarray, backdrop: Backdrop, blob: Blob) -> Fit | None:
    colours = _likely_colours(picture, blob)
    short_side = min(picture.shape[:2])
    behind = coarse(_colour_behind(backdrop, blob))
    looks = []
    for thing in THINGS:
        start = Look(thing, colours[0], sigma, behind, backdrop.tolerance)
        look = fit_shape(start, blob, short_side)
        if look is not None:
            looks.append(look)
    looks.sort(key=lambda look: -look.overlap)
    fits = [
        scored(look._replace(colour=colour), picture, backdrop)
        for look in (nudged(look, blob) for look in looks[:_SHAPES_KEPT])
        for colour in colours
    ]
    return max(fits, key=lambda fit: fit.score, default=None)


def _sprite(look: Look) -> Placed:
    return soft_sprite(look.thing, look.colour, look.side, look.sigma, look.top, look.left)


def _likely_colours(picture: np.ndarray, blob: Blob) -> list[str]:
    left, top, right, bottom = blob.box
    inks = picture[top:bottom, left:right][blob.mask]
    mains = np.asarray([COLOURS[name] for name in COLOUR_NAMES], dtype=np.float32)
    nearest = ((inks[:, None] - mains) ** 2).sum(axis=2).argmin(axis=1)
    votes = np.bincount(nearest, minlength=len(COLOUR_NAMES))
    return [COLOUR_NAMES[index] for index in np.argsort(-votes, kind="stable")[:_COLOURS_KEPT]]


def _colour_behind(backdrop: Backdrop, blob: Blob) -> np.ndarray:
    left, top, right, bottom = blob.box
    return np.median(backdrop.picture[top:bottom, left:right].reshape(-1, 3), axis=0)
