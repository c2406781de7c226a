"""What each cell of a coarse grid shows: the teacher of the semantic branch."""

import numpy as np

from nextflow_model.world.palette import COLOUR_NAMES
from nextflow_model.world.rendering import placed_item
from nextflow_model.world.scene import Scene
from nextflow_model.world.sprites import overlap
from nextflow_model.world.things import THINGS

LABEL_CLASSES: tuple[int, int] = (len(THINGS) + 1, len(COLOUR_NAMES) + 1)
"""How many values the two labels take: 0 = nothing, then 1 + the index in THINGS or COLOUR_NAMES."""

_CELL = 8
# A small thing centred on a corner shares itself out over four cells: each must still be told of it.
_LEAST_COVER = 1 / 8


def labels(scene: Scene, grid_h: int, grid_w: int) -> np.ndarray:
    """Dominant thing and colour per cell, int64 [grid_h, grid_w, 2].

    Channel 0 is 1 + index in THINGS, channel 1 is 1 + index in COLOUR_NAMES; both are 0 where no
    thing covers at least an eighth of the cell. Of several things the one that shows most wins.
    """
    height, width = grid_h * _CELL, grid_w * _CELL
    items = scene.painting_order()
    shown = np.zeros((len(items), height, width), dtype=np.float32)
    for index, item in enumerate(items):
        placed = placed_item(item, height, width)
        window, part = overlap((height, width), placed)
        cover = placed.sprite.cover[part][..., 0]
        shown[(slice(0, index), *window)] *= 1 - cover
        shown[(index, *window)] = cover
    share = shown.reshape(len(items), grid_h, _CELL, grid_w, _CELL).mean(axis=(2, 4))
    winner = share.argmax(axis=0)
    classes = np.array(
        [(1 + THINGS.index(item.thing), 1 + COLOUR_NAMES.index(item.colour)) for item in items], dtype=np.int64
    )
    return classes[winner] * (share.max(axis=0) >= _LEAST_COVER)[..., None]
