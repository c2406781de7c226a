"""The kinds of things, their indices in labels, and their three sizes."""

from nextflow_model.world.figures import FIGURES

THINGS: tuple[str, ...] = tuple(FIGURES)

PLURALS: dict[str, str] = {thing: f"{thing}s" for thing in THINGS} | {"fish": "fish"}

SIZES: dict[str, float] = {"small": 0.28, "medium": 0.40, "large": 0.56}
"""Side of a thing's box as a share of the picture's short side, one value per size."""

CONTAINERS: tuple[str, ...] = ("circle", "square", "heart")
"""Plain things wide enough to hold a small thing in their middle."""
