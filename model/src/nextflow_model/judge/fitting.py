"""Analysis by synthesis: which freshly drawn thing explains a blob best."""

import math
from typing import NamedTuple

import numpy as np

from nextflow_model.judge.background import distance
from nextflow_model.judge.blobs import Blob, shared_area
from nextflow_model.judge.templates import coarse, sprite_at, template
from nextflow_model.world.palette import COLOUR_NAMES, COLOURS
from nextflow_model.world.sprites import Placed, overlap
from nextflow_model.world.things import SIZES, THINGS

# Beyond this a pixel is simply wrong; how wrong it is says nothing about the shape.
_CAP = 120.0
_SHAPES_KEPT = 5
_COLOURS_KEPT = 4
# A box this much narrower or flatter than the template's is another shape, or a broken one.
_STRETCH = 1.35
# Sides this close to a nominal size are taken to be that size.
_SNAP = 0.09


class Backdrop(NamedTuple):
    """What lies behind a blob, float32 [height, width, 3], and the difference that makes a pixel visible."""

    picture: np.ndarray
    tolerance: float


class Fit(NamedTuple):
    """A thing in a box of `side` px at (top, left), and how well it explains the blob, 0..1."""

    thing: str
    colour: str
    side: int
    top: int
    left: int
    overlap: float
    score: float

    def sprite(self) -> Placed:
        """The thing as it would be drawn there."""
        return sprite_at(self.thing, self.colour, self.side, self.top, self.left)

    def size(self, short_side: int) -> str:
        """The name of the size whose nominal side is closest."""
        return min(SIZES, key=lambda name: abs(math.log(self.side / (SIZES[name] * short_side))))


def fit_blob(picture: np.ndarray, backdrop: Backdrop, blob: Blob) -> Fit | None:
    """The best explanation of a blob in `picture`, float32 [h, w, 3]; None if nothing comes near."""
    colours = _likely_colours(picture, blob)
    short_side = min(picture.shape[:2])
    behind = coarse(_colour_behind(backdrop, blob))
    shapes = []
    for thing in THINGS:
        shape = _fit_shape(thing, colours[0], blob, behind, backdrop.tolerance, short_side)
        if shape is not None:
            shapes.append(shape)
    shapes.sort(key=lambda fit: -fit.overlap)
    fits = [
        scored(candidate._replace(colour=colour), picture, backdrop, blob.area)
        for shape in shapes[:_SHAPES_KEPT]
        for candidate in [_nudged(shape, blob, behind, backdrop.tolerance)]
        for colour in colours
    ]
    return max(fits, key=lambda fit: fit.score, default=None)


def scored(fit: Fit, picture: np.ndarray, backdrop: Backdrop, _area: int = 0) -> Fit:
    """The fit with its score: overlap of the silhouettes, lowered by how far the colours are off."""
    placed = fit.sprite()
    window, part = overlap(picture.shape[:2], placed)
    cover = placed.sprite.cover[part]
    if not cover.size:
        return fit._replace(score=0.0)
    expected = backdrop.picture[window] * (1 - cover) + placed.sprite.ink[part]
    error = np.minimum(distance(picture[window], expected), _CAP) / _CAP
    weight = cover[..., 0]
    return fit._replace(score=fit.overlap * (1 - float((error * weight).sum() / weight.sum())))


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


def _fit_shape(
    thing: str, colour: str, blob: Blob, behind: tuple[int, int, int], tolerance: float, short_side: int
) -> Fit | None:
    probe_side = round(SIZES["medium"] * short_side)
    probe = template(thing, colour, probe_side, behind, tolerance)
    if probe is None:
        return None
    tall = blob.mask.shape[0] / probe.mask.shape[0]
    wide = blob.mask.shape[1] / probe.mask.shape[1]
    best = None
    # The box finds the scale of whole shapes; the area that of shapes which lost a thin part.
    for scale in (math.sqrt(tall * wide), math.sqrt(blob.area / probe.area)):
        if not 1 / _STRETCH < (tall / wide) < _STRETCH:
            continue
        side = _snapped(scale * probe_side, short_side)
        fit = _aligned(thing, colour, side, blob, behind, tolerance)
        if fit is not None and (best is None or fit.overlap > best.overlap):
            best = fit
    return best


def _snapped(side: float, short_side: int) -> int:
    for share in SIZES.values():
        if abs(side / (share * short_side) - 1) < _SNAP:
            return round(share * short_side)
    return max(4, round(side))


def _aligned(
    thing: str, colour: str, side: int, blob: Blob, behind: tuple[int, int, int], tolerance: float
) -> Fit | None:
    shape = template(thing, colour, side, behind, tolerance)
    if shape is None:
        return None
    left, top, right, bottom = blob.box
    shape_left, shape_top, shape_right, shape_bottom = shape.box
    shift_x = (left + right - shape_left - shape_right) / 2
    shift_y = (top + bottom - shape_top - shape_bottom) / 2
    fit = Fit(thing, colour, side, round(shift_y), round(shift_x), 0.0, 0.0)
    return fit._replace(overlap=_overlap(fit, shape, blob))


def _nudged(fit: Fit, blob: Blob, behind: tuple[int, int, int], tolerance: float) -> Fit:
    shape = template(fit.thing, fit.colour, fit.side, behind, tolerance)
    if shape is None:
        return fit
    moves = (
        fit._replace(top=fit.top + down, left=fit.left + right) for down in (-1, 0, 1) for right in (-1, 0, 1)
    )
    return max((move._replace(overlap=_overlap(move, shape, blob)) for move in moves), key=lambda move: move.overlap)


def _overlap(fit: Fit, shape: Blob, blob: Blob) -> float:
    shared = shared_area(shape._replace(top=shape.top + fit.top, left=shape.left + fit.left), blob)
    return shared / (shape.area + blob.area - shared)
