"""Lays the visible mask of a thing over a blob: scale, place, and overlap of the two."""

import math
from typing import NamedTuple

from nextflow_model.judge.blobs import Blob, shared_area
from nextflow_model.judge.templates import template
from nextflow_model.world.palette import RGB
from nextflow_model.world.things import SIZES

# A box this much narrower or flatter than the template's is another shape, or a broken one.
_STRETCH = 1.35
# Sides this close to a nominal size are taken to be that size.
_SNAP = 0.09


class Look(NamedTuple):
    """A thing of a colour, blurred by `sigma` px, in a box of `side` px at (top, left).

    `behind` and `tolerance` decide what of it is visible; `overlap` is the intersection over union of
    that with the blob.
    """

    thing: str
    colour: str
    sigma: float
    behind: RGB
    tolerance: float
    side: int = 0
    top: int = 0
    left: int = 0
    overlap: float = 0.0

    def mask(self) -> Blob | None:
        """What is visible of it, relative to (top, left)."""
        return template(self.thing, self.colour, self.side, self.sigma, self.behind, self.tolerance)


def fit_shape(look: Look, blob: Blob, short_side: int) -> Look | None:
    """The look at the scale and place where it covers the blob best; None if the proportions are off."""
    probe_side = round(SIZES["medium"] * short_side)
    probe = look._replace(side=probe_side).mask()
    if probe is None:
        return None
    tall = blob.mask.shape[0] / probe.mask.shape[0]
    wide = blob.mask.shape[1] / probe.mask.shape[1]
    if not 1 / _STRETCH < tall / wide < _STRETCH:
        return None
    # The box finds the scale of whole shapes; the area that of shapes which lost a thin part.
    sides = {_snapped(scale * probe_side, short_side) for scale in (math.sqrt(tall * wide), math.sqrt(blob.area / probe.area))}
    looks = [aligned for side in sorted(sides) if (aligned := _aligned(look._replace(side=side), blob)) is not None]
    return max(looks, key=lambda one: one.overlap, default=None)


def nudged(look: Look, blob: Blob) -> Look:
    """The look moved by up to one px each way to where it covers the blob best."""
    shape = look.mask()
    if shape is None:
        return look
    moves = [look._replace(top=look.top + down, left=look.left + right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return max((_measured(move, shape, blob) for move in moves), key=lambda move: move.overlap)


def _snapped(side: float, short_side: int) -> int:
    for share in SIZES.values():
        if abs(side / (share * short_side) - 1) < _SNAP:
            return round(share * short_side)
    return max(4, round(side))


def _aligned(look: Look, blob: Blob) -> Look | None:
    shape = look.mask()
    if shape is None:
        return None
    left, top, right, bottom = blob.box
    shape_left, shape_top, shape_right, shape_bottom = shape.box
    shift_x = round((left + right - shape_left - shape_right) / 2)
    shift_y = round((top + bottom - shape_top - shape_bottom) / 2)
    return _measured(look._replace(top=shift_y, left=shift_x), shape, blob)


def _measured(look: Look, shape: Blob, blob: Blob) -> Look:
    shared = shared_area(shape._replace(top=shape.top + look.top, left=shape.left + look.left), blob)
    return look._replace(overlap=shared / (shape.area + blob.area - shared))
