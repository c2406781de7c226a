"""How a thing is drawn, apart from what it is and its colour."""

from typing import NamedTuple

from PIL import Image

from nextflow_model.world.outline_pen import OutlinePen
from nextflow_model.world.palette import flat_shades, line_shades, shades
from nextflow_model.world.pattern_pen import PatternPen
from nextflow_model.world.pen import Pen, Point
from nextflow_model.world.scene import Item, Pattern


class Dress(NamedTuple):
    """The turn in degrees clockwise, the pattern, and the style (shaded, flat or outline) of one thing."""

    turn: int = 0
    pattern: Pattern | None = None
    style: str = "shaded"

    def pen(self, canvas: Image.Image, colour: str, origin: Point, scale: float) -> Pen:
        """A pen that draws a thing of `colour` dressed like this; see `Pen` for the rest."""
        if self.style == "outline":
            return OutlinePen(canvas, line_shades(colour), origin, scale, self.turn)
        flat = self.style == "flat"
        inks, edge = (flat_shades(colour), None) if flat else (shades(colour), "line")
        if self.pattern is None:
            return Pen(canvas, inks, origin, scale, self.turn, edge)
        return PatternPen(canvas, inks, origin, scale, self.turn, edge, self.pattern)


PLAIN = Dress()


def dress_of(item: Item, style: str) -> Dress:
    """How an item is drawn in a picture of `style`.

    Blocks are made of the finished picture, so there the things are shaded; lines enclose no area that a
    pattern could cover.
    """
    return Dress(item.turn, None if style == "outline" else item.pattern, "shaded" if style == "pixelated" else style)
