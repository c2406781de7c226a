"""Analysis by synthesis: which freshly drawn thing explains a blob best."""

import math
from typing import NamedTuple

import numpy as np

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.background import distance
from nextflow_model.judge.blobs import Blob
from nextflow_model.judge.shapes import Look, fit_shape, refined
from nextflow_model.judge.softness import template_sigmas
from nextflow_model.judge.templates import coarse
from nextflow_model.world.palette import COLOUR_NAMES, COLOURS
from nextflow_model.world.sprites import Placed, overlap
from nextflow_model.world.things import SIZES, THINGS

# Beyond this a pixel is simply wrong; how wrong it is says nothing about the shape.
_CAP = 120.0
_SHAPES_KEPT = 5
_COLOURS_KEPT = 4
# Less than this share of a thing is not yet a half that could be judged alone.
_LEAST_HALF = 0.2
# Anything longer than this share of the short side is no single thing.
_LARGEST = 1.3 * max(SIZES.values())
# A sharp fit this good leaves nothing for a softer one to explain.
_GOOD = 0.8


class Fit(NamedTuple):
    """A thing in a certain place, and how well it explains the blob, 0..1."""

    look: Look
    score: float

    def sprite(self) -> Placed:
        """The thing as it would be drawn there."""
        return self.look.sprite()

    def size(self, short_side: int) -> str:
        """The name of the size whose nominal side is closest."""
        return min(SIZES, key=lambda name: abs(math.log(self.look.side / (SIZES[name] * short_side))))


def fit_blob(picture: np.ndarray, backdrop: Backdrop, blob: Blob) -> Fit | None:
    """The best explanation of a blob in `picture`, float32 [h, w, 3]; None if nothing comes near."""
    short_side = min(picture.shape[:2])
    if max(blob.mask.shape) > _LARGEST * short_side:
        return None
    colours = _likely_colours(picture, blob)
    best = None
    for sigma in template_sigmas(short_side):
        fit = _fit_at(sigma, colours, picture, backdrop, blob)
        # What is visible depends a little on the colour, so shapes laid on with a wrong one are laid on again.
        if fit is not None and fit.look.colour != colours[0]:
            colours = [fit.look.colour, *(colour for colour in colours if colour != fit.look.colour)]
            fit = _fit_at(sigma, colours, picture, backdrop, blob)
        if fit is not None and (best is None or fit.score > best.score):
            best = fit
        if best is not None and best.score >= _GOOD:
            break
    return best


def scored(look: Look, picture: np.ndarray, backdrop: Backdrop) -> Fit:
    """The fit of a look: overlap of the silhouettes, lowered by how far the colours are off in the worse half."""
    placed = look.sprite()
    window, part = overlap(picture.shape[:2], placed)
    cover = placed.sprite.cover[part]
    weight = cover[..., 0]
    if not weight.sum():
        return Fit(look, 0.0)
    expected = backdrop.picture[window] * (1 - cover) + placed.sprite.ink[part]
    error = np.minimum(distance(picture[window], expected), _CAP) / _CAP
    return Fit(look, look.overlap * (1 - _worst_half(error, weight)))


def _worst_half(error: np.ndarray, weight: np.ndarray) -> float:
    # A thing that changes colour or shape half way is wrong, however good its better half looks.
    rows, columns = (length // 2 for length in error.shape)
    halves = (np.s_[:rows], np.s_[rows:], np.s_[:, :columns], np.s_[:, columns:])
    weights = [float(weight[half].sum()) for half in halves]
    least = _LEAST_HALF * float(weight.sum())
    return max(
        float((error[half] * weight[half]).sum()) / share
        for half, share in zip(halves, weights, strict=True)
        if share > least
    )


def _fit_at(sigma: float, colours: list[str], picture: np.ndarray, backdrop: Backdrop, blob: Blob) -> Fit | None:
    short_side = min(picture.shape[:2])
    left, top, right, bottom = blob.box
    # Across a horizon a pale thing shows differently above and below, so both count.
    behinds = {coarse(colour) for colour in backdrop.colours_behind(np.s_[top:bottom, left:right])}
    looks = [
        look
        for behind in sorted(behinds)
        for thing in THINGS
        for look in [fit_shape(Look(thing, colours[0], sigma, behind, backdrop.tolerance), blob, short_side)]
        if look is not None
    ]
    looks.sort(key=lambda look: -look.overlap)
    fits: list[Fit] = []
    for look in _distinct(looks)[:_SHAPES_KEPT]:
        exact = refined(look, backdrop, blob)
        tried = [scored(exact._replace(colour=colour), picture, backdrop) for colour in colours]
        tried.sort(key=lambda fit: -fit.score)
        fits.append(tried[0])
        # The colour hardly depends on the shape: the best two of one shape do for the next.
        colours = [fit.look.colour for fit in tried[:2]]
    return max(fits, key=lambda fit: fit.score, default=None)


def _likely_colours(picture: np.ndarray, blob: Blob) -> list[str]:
    left, top, right, bottom = blob.box
    inks = picture[top:bottom, left:right][blob.mask]
    mains = np.asarray([COLOURS[name] for name in COLOUR_NAMES], dtype=np.float32)
    nearest = ((inks[:, None] - mains) ** 2).sum(axis=2).argmin(axis=1)
    votes = np.bincount(nearest, minlength=len(COLOUR_NAMES))
    return [COLOUR_NAMES[index] for index in np.argsort(-votes, kind="stable")[:_COLOURS_KEPT]]


def _distinct(looks: list[Look]) -> list[Look]:
    # Several colours behind often give the same look; only the first, best one is worth a closer view.
    seen = {(look.thing, look.side, look.x, look.y): look for look in reversed(looks)}
    return sorted(seen.values(), key=lambda look: -look.overlap)
