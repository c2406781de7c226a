"""Things that are made: house, boat, cup, car, balloon."""

from nextflow_model.world.pen import Pen, box, ellipse


def house(pen: Pen) -> None:
    """Walls in the main colour, a shaded roof, a door and a window."""
    pen.body([box(0.68, 0.1, 0.8, 0.4)], "shade")
    pen.body([box(0.15, 0.45, 0.85, 0.94)])
    pen.body([[(0.5, 0.05), (0.97, 0.47), (0.03, 0.47)]], "shade")
    pen.fill(box(0.24, 0.58, 0.45, 0.77), "pale")
    pen.fill(box(0.57, 0.6, 0.75, 0.94), "dark")


def boat(pen: Pen) -> None:
    """A hull in the main colour under a lighter sail."""
    pen.fill(box(0.475, 0.05, 0.525, 0.68), "dark")
    pen.body([[(0.56, 0.08), (0.92, 0.56), (0.56, 0.56)]], "light")
    pen.body([[(0.44, 0.18), (0.16, 0.56), (0.44, 0.56)]], "light")
    pen.body([[(0.04, 0.66), (0.96, 0.66), (0.8, 0.93), (0.2, 0.93)]])
    pen.fill([(0.065, 0.675), (0.935, 0.675), (0.9, 0.735), (0.1, 0.735)], "shade")


def cup(pen: Pen) -> None:
    """A cup with its handle on the right and something dark to drink."""
    pen.body([ellipse(0.76, 0.52, 0.2, 0.2)], "shade")
    pen.fill(ellipse(0.76, 0.52, 0.11, 0.11), "line")
    pen.body([[(0.06, 0.16), (0.72, 0.16), (0.66, 0.92), (0.12, 0.92)]])
    pen.fill([(0.09, 0.18), (0.69, 0.18), (0.683, 0.28), (0.097, 0.28)], "dark")
    pen.fill(box(0.17, 0.38, 0.24, 0.8), "light")


def car(pen: Pen) -> None:
    """A car that drives to the left: cabin, windows, two wheels."""
    cabin = [(0.3, 0.22), (0.68, 0.22), (0.84, 0.48), (0.18, 0.48)]
    hull = [(0.06, 0.48), (0.9, 0.46), (0.96, 0.54), (0.96, 0.72), (0.04, 0.72), (0.04, 0.54)]
    pen.body([cabin, hull])
    pen.fill([(0.33, 0.28), (0.47, 0.28), (0.47, 0.46), (0.25, 0.46)], "pale")
    pen.fill([(0.53, 0.28), (0.65, 0.28), (0.75, 0.46), (0.53, 0.46)], "pale")
    for x in (0.27, 0.74):
        pen.fill(ellipse(x, 0.73, 0.135), "dark")
        pen.fill(ellipse(x, 0.73, 0.055), "pale")


def balloon(pen: Pen) -> None:
    """A tall balloon on a string."""
    pen.fill([(0.475, 0.74), (0.525, 0.74), (0.56, 0.86), (0.535, 0.98), (0.475, 0.98), (0.5, 0.86)], "dark")
    pen.body([[(0.5, 0.66), (0.6, 0.8), (0.4, 0.8)]], "shade")
    pen.body([ellipse(0.5, 0.38, 0.33, 0.345)])
    pen.fill(ellipse(0.38, 0.24, 0.09, 0.11), "light")
