"""Things that grow, swim or shine: moon, sun, tree, fish, flower, mushroom."""

import math

from nextflow_model.world.pen import Pen, box, ellipse


def moon(pen: Pen) -> None:
    """A crescent, open to the right, with two craters."""
    outer = [math.radians(52 + step * (256 / 40)) for step in range(41)]
    far = [(0.56 + 0.45 * math.cos(t), 0.5 + 0.45 * math.sin(t)) for t in outer]
    tip_x, tip_y = far[0][0] - 0.78, far[0][1] - 0.5
    reach = math.atan2(tip_y, tip_x)
    radius = math.hypot(tip_x, tip_y)
    inner = [2 * math.pi - reach - step * (2 * math.pi - 2 * reach) / 30 for step in range(31)]
    near = [(0.78 + radius * math.cos(t), 0.5 + radius * math.sin(t)) for t in inner]
    pen.body([far + near])
    pen.fill(ellipse(0.26, 0.42, 0.06), "shade")
    pen.fill(ellipse(0.33, 0.68, 0.045), "shade")


def sun(pen: Pen) -> None:
    """A disc with eight separate-looking rays."""
    rays = []
    for step in range(8):
        turn = step * math.pi / 4
        tip = (0.5 + 0.48 * math.cos(turn), 0.5 + 0.48 * math.sin(turn))
        sides = [(0.5 + 0.27 * math.cos(turn + d), 0.5 + 0.27 * math.sin(turn + d)) for d in (-0.3, 0.3)]
        rays.append([sides[0], tip, sides[1]])
    pen.body([*rays, ellipse(0.5, 0.5, 0.28)])
    pen.fill(ellipse(0.5, 0.5, 0.17), "light")


def tree(pen: Pen) -> None:
    """A round crown of three clouds on a wooden trunk."""
    pen.body([box(0.43, 0.6, 0.57, 0.95)], "wood")
    pen.body([ellipse(0.5, 0.29, 0.25), ellipse(0.28, 0.5, 0.23), ellipse(0.72, 0.5, 0.23), box(0.3, 0.4, 0.7, 0.73)])
    pen.fill(ellipse(0.4, 0.26, 0.09, 0.07), "light")
    pen.fill(ellipse(0.66, 0.54, 0.08, 0.06), "shade")


def fish(pen: Pen) -> None:
    """A fish that swims to the left: body, tail, fin, eye."""
    tail = [(0.66, 0.5), (0.95, 0.22), (0.88, 0.5), (0.95, 0.78)]
    pen.body([tail], "shade")
    pen.body([ellipse(0.4, 0.5, 0.36, 0.27)])
    pen.fill([(0.42, 0.5), (0.6, 0.38), (0.6, 0.62)], "shade")
    pen.fill(ellipse(0.23, 0.44, 0.075), "pale")
    pen.fill(ellipse(0.22, 0.44, 0.042), "dark")


def flower(pen: Pen) -> None:
    """Five petals around a pale eye, on a stem with two leaves."""
    leaves = [
        [(0.5, 0.92), (0.4, 0.93), (0.22, 0.84), (0.18, 0.74), (0.32, 0.75), (0.46, 0.84)],
        [(0.5, 0.92), (0.6, 0.93), (0.78, 0.84), (0.82, 0.74), (0.68, 0.75), (0.54, 0.84)],
    ]
    pen.body([box(0.46, 0.5, 0.54, 0.96), *leaves], "stem")
    petals = []
    for step in range(5):
        turn = -math.pi / 2 + step * 2 * math.pi / 5
        petals.append(ellipse(0.5 + 0.18 * math.cos(turn), 0.35 + 0.18 * math.sin(turn), 0.13))
    pen.body(petals)
    pen.fill(ellipse(0.5, 0.35, 0.15), "main")
    pen.fill(ellipse(0.5, 0.35, 0.09), "pale")


def mushroom(pen: Pen) -> None:
    """A spotted cap on a pale stalk."""
    pen.body([[(0.38, 0.5), (0.62, 0.5), (0.67, 0.94), (0.33, 0.94)]], "pale")
    dome = [(0.5 + 0.45 * math.cos(t), 0.56 - 0.48 * math.sin(t)) for t in (math.pi * s / 30 for s in range(31))]
    pen.body([dome])
    for x, y, radius in ((0.3, 0.38, 0.065), (0.53, 0.24, 0.075), (0.7, 0.42, 0.06)):
        pen.fill(ellipse(x, y, radius), "pale")
