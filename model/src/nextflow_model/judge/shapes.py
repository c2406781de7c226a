"""Lays the visible mask of a thing over a blob: scale, place, and overlap of the two."""

import math
from typing import NamedTuple

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.blobs import Blob, blob_of, shared_area
from nextflow_model.judge.blocks import blocky_sprite
from nextflow_model.judge.templates import soft_sprite, template
from nextflow_model.world.dress import PLAIN, Dress
from nextflow_model.world.palette import RGB
from nextflow_model.world.sprites import Placed, overlap
from nextflow_model.world.things import SIZES

# A box this much narrower or flatter than the template's is another shape, or a broken one.
_STRETCH = 1.35
# Sides are tried in steps of this ratio (as a logarithm) from the nominal ones: finer tells nothing more.
_SIDE_STEP = 0.12


class Look(NamedTuple):
    """A thing of a colour, blurred by `sigma` px, in a box of `side` px centred at pixel (x, y).

    `behind` and `tolerance` decide what of it is visible; `overlap` is the intersection over union of
    that with the blob. `grid` is the (height, width) in px of a picture made of blocks, else None;
    `shift` is what (x, y) lacks to the exact centre, less than a px.
    """

    thing: str
    colour: str
    sigma: float
    behind: RGB
    tolerance: float
    side: float = 0.0
    x: int = 0
    y: int = 0
    overlap: float = 0.0
    dress: Dress = PLAIN
    grid: tuple[int, int] | None = None
    shift: tuple[float, float] = (0.0, 0.0)

    def mask(self) -> Blob | None:
        """What is visible of it against a flat backdrop, relative to (x, y)."""
        return template(self.thing, self.colour, self.side, self.sigma, self.behind, self.tolerance, self.dress)

    def sprite(self) -> Placed:
        """The thing as it would be drawn there."""
        if self.grid is not None:
            x, y = self.x + self.shift[0], self.y + self.shift[1]
            return blocky_sprite(self.thing, self.colour, self.side, x, y, self.dress, self.grid)
        return soft_sprite(self.thing, self.colour, self.side, self.sigma, self.x, self.y, self.dress, self.shift)

    def silhouette(self) -> Placed:
        """The same filled, where lines leave it see-through."""
        if self.dress.style != "outline":
            return self.sprite()
        # Its colour does not matter, and one colour for all is drawn only once.
        return self._replace(colour="black", dress=self.dress._replace(style="shaded")).sprite()


def fit_shape(look: Look, blob: Blob, short_side: int) -> Look | None:
    """The look at the scale and place where it covers the blob best; None if the proportions are off."""
    probe_side = SIZES["medium"] * short_side
    probe = look._replace(side=probe_side).mask()
    if probe is None:
        return None
    tall = blob.mask.shape[0] / probe.mask.shape[0]
    wide = blob.mask.shape[1] / probe.mask.shape[1]
    if not 1 / _STRETCH < tall / wide < _STRETCH:
        return None
    # The box finds the scale of whole shapes; the area that of shapes which lost a thin part.
    scales = (math.sqrt(tall * wide), math.sqrt(blob.area / probe.area))
    # Blocks blur a box by more than a step: there only the nominal sides can be told apart.
    step = _SIDE_STEP if look.grid is None else math.inf
    sides = {_snapped(scale * probe_side, short_side, step) for scale in scales}
    looks = [aligned for side in sorted(sides) if (aligned := _aligned(look._replace(side=side), blob)) is not None]
    return max(looks, key=lambda one: one.overlap, default=None)


def refined(look: Look, backdrop: Backdrop, blob: Blob) -> Look:
    """The look moved by up to one px each way to where it covers the blob best, seen on the real backdrop."""
    shape = _visible(look, backdrop)
    if shape is None:
        return look._replace(overlap=0.0)
    moves = [look._replace(x=look.x + right, y=look.y + down) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    if look.grid is not None:
        # Through blocks the same thing looks different at every place.
        moved = [_measured(move, seen, blob) for move in moves if (seen := _visible(move, backdrop)) is not None]
        return max(moved, key=lambda move: move.overlap)
    return max((_measured(move, shape, blob) for move in moves), key=lambda move: move.overlap)


def _visible(look: Look, backdrop: Backdrop) -> Blob | None:
    placed = look.sprite()
    window, part = overlap(backdrop.picture.shape[:2], placed)
    drawn = backdrop.picture[window] * (1 - placed.sprite.cover[part]) + placed.sprite.ink[part]
    mask = backdrop.differences(drawn, window) > backdrop.tolerance
    return blob_of(mask, window[0].start - look.y, window[1].start - look.x) if mask.any() else None


def _snapped(side: float, short_side: int, step: float) -> float:
    nominal = min(SIZES.values(), key=lambda share: abs(math.log(side / (share * short_side)))) * short_side
    steps = round(math.log(side / nominal) / step)
    return nominal * math.exp(steps * step) if steps else nominal


def _aligned(look: Look, blob: Blob) -> Look | None:
    shape = look.mask()
    if shape is None:
        return None
    left, top, right, bottom = blob.box
    shape_left, shape_top, shape_right, shape_bottom = shape.box
    shift_x = round((left + right - shape_left - shape_right) / 2)
    shift_y = round((top + bottom - shape_top - shape_bottom) / 2)
    return _measured(look._replace(x=shift_x, y=shift_y), shape, blob)


def _measured(look: Look, shape: Blob, blob: Blob) -> Look:
    shared = shared_area(shape._replace(top=shape.top + look.y, left=shape.left + look.x), blob)
    return look._replace(overlap=shared / (shape.area + blob.area - shared))
