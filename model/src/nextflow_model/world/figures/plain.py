"""Plain shapes: circle, square, triangle, star, heart."""

import math

from nextflow_model.world.pen import Outline, Pen, box, ellipse


def circle(pen: Pen) -> None:
    """A disc with a highlight."""
    pen.body([ellipse(0.5, 0.5, 0.45)])
    pen.fill(ellipse(0.33, 0.26, 0.1, 0.06), "light")


def square(pen: Pen) -> None:
    """A square with a highlight along its upper left edge."""
    pen.body([box(0.07, 0.07, 0.93, 0.93)])
    pen.fill(box(0.15, 0.15, 0.4, 0.22), "light")


def triangle(pen: Pen) -> None:
    """An upright triangle with a shaded foot."""
    pen.body([[(0.5, 0.07), (0.95, 0.92), (0.05, 0.92)]])
    pen.fill([(0.122, 0.79), (0.878, 0.79), (0.945, 0.918), (0.055, 0.918)], "shade")


def star(pen: Pen) -> None:
    """A five-pointed star with a light heart."""
    pen.body([_star(0.48, 0.215)])
    pen.fill(_star(0.2, 0.09), "light")


def heart(pen: Pen) -> None:
    """A heart with a highlight on its left lobe."""
    turns = [2 * math.pi * step / 72 for step in range(72)]
    pen.body([[(0.5 + 0.46 * math.sin(t) ** 3, _heart_height(t)) for t in turns]])
    pen.fill(ellipse(0.27, 0.28, 0.08, 0.06), "light")


def _heart_height(t: float) -> float:
    # The classic cosine heart spans -17..12; scaled so that it fills the box from top to bottom.
    wave = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
    return 0.44 - wave * 0.0305


def _star(outer: float, inner: float) -> Outline:
    points = []
    for step in range(10):
        angle = -math.pi / 2 + step * math.pi / 5
        radius = outer if step % 2 == 0 else inner
        points.append((0.5 + radius * math.cos(angle), 0.54 + radius * math.sin(angle)))
    return points
