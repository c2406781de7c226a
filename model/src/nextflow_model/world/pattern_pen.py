"""A pen that covers bodies with stripes, dots or checks in a second colour."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from nextflow_model.world.palette import COLOURS, Shades
from nextflow_model.world.pen import Outline, Pen, Point
from nextflow_model.world.scene import Pattern

# In shares of the thing's box: wide enough for two pixels of each colour in a small thing of 96 px.
_STRIPE, _STRIPE_SHARE = 0.25, 0.45
_DOT_STEP, _DOT_RADIUS = 0.25, 0.085
_CHECK = 0.17


class PatternPen(Pen):
    """Lays the pattern over everything filled with the main colour.

    The pattern stays upright when the thing is turned, so that a turn is told by the figure alone.
    """

    def __init__(
        self, canvas: Image.Image, shades: Shades, origin: Point, scale: float, turn: int, edge: str | None,
        pattern: Pattern,
    ) -> None:  # fmt: skip
        super().__init__(canvas, shades, origin, scale, turn, edge)
        self._canvas = canvas
        self._second = COLOURS[pattern.colour]
        self._covered = Image.fromarray(pattern_mask(pattern.kind, canvas.size[0], origin, scale))

    def fill(self, outline: Outline, ink: str) -> None:
        """Fills one outline; lights and shades on a body are left out, they would break the pattern."""
        if ink not in ("light", "shade"):
            self._cover(outline, ink)

    def _cover(self, outline: Outline, ink: str) -> None:
        super()._cover(outline, ink)
        if ink == "main":
            area = Image.new("1", self._canvas.size)
            ImageDraw.Draw(area).polygon(self._placed(outline), fill=1)
            self._canvas.paste(self._second, mask=ImageChops.logical_and(area, self._covered))


def pattern_mask(kind: str, side: int, origin: Point, scale: float) -> np.ndarray:
    """Where the second colour goes, bool [side, side] px, for a box at `origin` with `scale` px per unit."""
    x, y = ((np.arange(side) + 0.5 - start) / scale - 0.5 for start in origin)
    if kind == "stripes":
        return (x + y[:, None]) / (_STRIPE * np.sqrt(2)) % 1 < _STRIPE_SHARE
    if kind == "dots":
        across, down = ((part / _DOT_STEP + 0.5) % 1 - 0.5 for part in (x, y))
        return across**2 + down[:, None] ** 2 < (_DOT_RADIUS / _DOT_STEP) ** 2
    return (np.floor(x / _CHECK) + np.floor(y / _CHECK)[:, None]) % 2 == 0
