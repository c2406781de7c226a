"""A pen that draws figures given in the unit box onto a supersampled canvas."""

import math
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

from nextflow_model.world.palette import Shades

Point = tuple[float, float]
Outline = list[Point]

LINE = 0.032
"""Thickness of the line around a body, as a share of the thing's box."""


def ellipse(x: float, y: float, radius_x: float, radius_y: float | None = None) -> Outline:
    """Closed outline of an ellipse around (x, y); radii in shares of the box."""
    radius_y = radius_x if radius_y is None else radius_y
    turns = [2 * math.pi * step / 48 for step in range(48)]
    return [(x + radius_x * math.cos(t), y + radius_y * math.sin(t)) for t in turns]


def box(left: float, top: float, right: float, bottom: float) -> Outline:
    """Closed outline of an upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class Pen:
    """Draws outlines in unit coordinates (0..1, y down) on an RGBA canvas of `scale` px per unit.

    `turn` degrees clockwise around the middle of the box; `edge` is the ink of the line around a body,
    None for the ink of the body itself.
    """

    def __init__(
        self, canvas: Image.Image, shades: Shades, origin: Point, scale: float, turn: int = 0,
        edge: str | None = "line",
    ) -> None:  # fmt: skip
        self._draw = ImageDraw.Draw(canvas)
        self._shades = shades
        self._origin = origin
        self._scale = scale
        self._turn = turn
        self._edge = edge

    def body(self, parts: Sequence[Outline], ink: str = "main") -> None:
        """Fills the union of the parts with one ink and puts one line around the union."""
        for part in parts:
            # Without lines a pale body would melt into a pale background.
            self._stroke(part, self._edge or ("main" if ink == "pale" else ink))
        for part in parts:
            self._cover(part, ink)

    def fill(self, outline: Outline, ink: str) -> None:
        """Fills one outline without a line around it."""
        self._cover(outline, ink)

    def _cover(self, outline: Outline, ink: str) -> None:
        self._draw.polygon(self._placed(outline), fill=getattr(self._shades, ink))

    def _stroke(self, outline: Outline, ink: str) -> None:
        points = self._placed(outline)
        colour = getattr(self._shades, ink)
        width = max(1, round(2 * LINE * self._scale))
        self._draw.polygon(points, fill=colour)
        self._draw.line([*points, points[0], points[1]], fill=colour, width=width, joint="curve")

    def _placed(self, outline: Iterable[Point]) -> list[Point]:
        left, top = self._origin
        return [(left + x * self._scale, top + y * self._scale) for x, y in map(self._turned, outline)]

    def _turned(self, point: Point) -> Point:
        x, y = point
        return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[self._turn]
