"""Draws a scene at any resolution."""

import numpy as np

from nextflow_model.world.backgrounds import background_picture
from nextflow_model.world.dress import dress_of
from nextflow_model.world.pixelation import pixelated
from nextflow_model.world.scene import Item, Scene
from nextflow_model.world.sprites import Placed, compose, place
from nextflow_model.world.things import SIZES


def draw_scene(scene: Scene, height: int, width: int) -> np.ndarray:
    """The picture of a scene, uint8 [height, width, 3], anti-aliased; height and width in px."""
    canvas = background_picture(scene.background, height, width).copy()
    for item in scene.painting_order():
        compose(canvas, placed_item(item, height, width, scene.style))
    if scene.style == "pixelated":
        canvas = pixelated(canvas)
    return np.rint(canvas).astype(np.uint8)


def placed_item(item: Item, height: int, width: int, style: str = "shaded") -> Placed:
    """The item's sprite where it falls on a canvas of height x width px, drawn in a style of STYLES."""
    side = SIZES[item.size] * min(height, width)
    return place(item.thing, item.colour, side, item.x * width, item.y * height, dress_of(item, style))
