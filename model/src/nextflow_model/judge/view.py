"""A picture the way the judge looks at it: smoothed or through blocks, and what lies behind its things."""

from typing import NamedTuple

import numpy as np

from nextflow_model.judge.backdrop import Backdrop, backdrop_of
from nextflow_model.judge.background import estimate_background
from nextflow_model.judge.blocks import through_blocks
from nextflow_model.judge.softness import base_sigma, smoothed
from nextflow_model.world.backgrounds import background_picture

# Colour difference that makes a pixel stand out.
_TOLERANCE = 32.0


class View(NamedTuple):
    """`pixels` float32 [height, width, 3], the name of the background, and the empty picture of it."""

    pixels: np.ndarray
    background: str
    backdrop: Backdrop

    def differences(self) -> np.ndarray:
        """How far each pixel is from the backdrop, float32 [height, width]."""
        return self.backdrop.differences(self.pixels)


def view_of(picture: np.ndarray, blocks: bool) -> View | None:
    """The view of a picture, float32 [height, width, 3], of blocks or not; None without a known background."""
    height, width = picture.shape[:2]
    short_side = min(height, width)
    pixels = through_blocks(picture) if blocks else smoothed(picture, base_sigma(short_side))
    name, visible = estimate_background(pixels, _TOLERANCE)
    if not visible:
        return None
    empty = background_picture(name, height, width)
    horizon_reach = max(2, round(short_side / 32))
    return View(pixels, name, backdrop_of(through_blocks(empty) if blocks else empty, _TOLERANCE, horizon_reach))
