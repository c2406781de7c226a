"""How each kind of thing looks: one function per kind, drawing in the unit box with a `Pen`."""

from collections.abc import Callable

from nextflow_model.world.figures import made, nature, plain
from nextflow_model.world.pen import Pen

FIGURES: dict[str, Callable[[Pen], None]] = {
    "circle": plain.circle,
    "square": plain.square,
    "triangle": plain.triangle,
    "star": plain.star,
    "heart": plain.heart,
    "moon": nature.moon,
    "sun": nature.sun,
    "house": made.house,
    "tree": nature.tree,
    "fish": nature.fish,
    "boat": made.boat,
    "cup": made.cup,
    "car": made.car,
    "flower": nature.flower,
    "mushroom": nature.mushroom,
    "balloon": made.balloon,
}
