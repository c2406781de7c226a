"""Parts of a picture, as masks."""

import numpy as np

from nextflow_model.world import Scene, draw_scene

# A code stands for a cell of 16 px. The code of a changed pixel may redraw its whole cell, which ends 8 px farther
# on average; a picture is allowed that much, and what bleeds beyond is held to the threshold of the PSNR.
REACH_PX = 8


def differing(source: Scene, target: Scene, height: int, width: int) -> np.ndarray:
    """Where the two scenes look different, widened by REACH_PX: bool [height, width]."""
    return widened((draw_scene(source, height, width) != draw_scene(target, height, width)).any(axis=2), REACH_PX)


def widened(mask: np.ndarray, px: int) -> np.ndarray:
    """The mask, bool [h, w], with everything less than `px` + 1 away in rows and columns switched on."""
    for axis in (0, 1):
        wide = mask.copy()
        for step in range(1, px + 1):
            ahead, behind = [slice(None)] * 2, [slice(None)] * 2
            ahead[axis], behind[axis] = slice(step, None), slice(None, -step)
            wide[tuple(ahead)] |= mask[tuple(behind)]
            wide[tuple(behind)] |= mask[tuple(ahead)]
        mask = wide
    return mask
