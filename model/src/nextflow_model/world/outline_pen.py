"""A pen that draws lines only, and leaves what they enclose see-through."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from nextflow_model.world.palette import Shades
from nextflow_model.world.pen import Outline, Pen, Point

# How far lines reach inwards, as a share of the box. With what lies outside, a small thing of 96 px gets
# lines of two px: enough to name their colour.
LINE_DEPTH = 0.055
# A blurred edge passes this level (of 255) about two sigmas inside: that is where a line ends.
_INSIDE_LEVEL, _INSIDE_SIGMAS = 250, 2.05


class OutlinePen(Pen):
    """Every line is in the main ink. The silhouette is that of the shaded thing: lines grow inwards."""

    def __init__(self, canvas: Image.Image, shades: Shades, origin: Point, scale: float, turn: int) -> None:
        super().__init__(canvas, shades, origin, scale, turn, "main")
        self._canvas = canvas

    def body(self, parts: Sequence[Outline], ink: str = "main") -> None:
        """Draws one line around the union of the parts; lines of earlier bodies behind it vanish."""
        super().body(parts, "main")
        self._hollow(parts, LINE_DEPTH)

    def fill(self, outline: Outline, ink: str) -> None:
        """Draws a detail as a line; lights and shades are none, and what joins bodies only erases."""
        if ink in ("light", "shade"):
            return
        self._cover(outline, "main")
        self._hollow([outline], 0.0 if ink == "main" else LINE_DEPTH)

    def _hollow(self, parts: Sequence[Outline], depth: float) -> None:
        area = Image.new("L", self._canvas.size)
        draw = ImageDraw.Draw(area)
        for part in parts:
            draw.polygon(self._placed(part), fill=255)
        if depth:
            blurred = area.filter(ImageFilter.GaussianBlur(depth * self._scale / _INSIDE_SIGMAS))
            area = blurred.point(lambda level: 255 * (level >= _INSIDE_LEVEL))
        self._canvas.paste((0, 0, 0, 0), mask=area)
