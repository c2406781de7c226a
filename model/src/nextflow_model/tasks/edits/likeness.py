"""How alike two pictures are on a part of them."""

import numpy as np

from nextflow_model.judge import Reading
from nextflow_model.tasks.edits.edit import Edit
from nextflow_model.tasks.edits.matching import matched
from nextflow_model.tasks.edits.region import REACH_PX, widened
from nextflow_model.world import Scene, draw_scene
from nextflow_model.world.rendering import placed_item
from nextflow_model.world.sprites import overlap

_IDENTICAL_DB = 99.0
# A handful of pixels says nothing.
_LEAST_SHARE = 0.01
_COVERED = 0.99


def psnr(picture: np.ndarray, other: np.ndarray, mask: np.ndarray) -> float | None:
    """PSNR in dB of two pictures, uint8 [h, w, 3], on `mask`, bool [h, w]; None where the mask is all but empty."""
    if mask.mean() < _LEAST_SHARE:
        return None
    error = float(np.square(picture[mask].astype(np.float64) - other[mask]).mean())
    return min(_IDENTICAL_DB, 10 * float(np.log10(255**2 / max(error, 1e-9))))


def outside_likeness(picture: np.ndarray, edit: Edit, reading: Reading) -> float | None:
    """PSNR against the source where the edit changes nothing.

    Where the instruction leaves a place open, the thing may stand elsewhere than in the target, so wherever
    the judge found it counts as changed as well.
    """
    height, width = picture.shape[:2]
    region = edit.region(height, width)
    for one in matched(reading.found, edit.loose):
        if one is not None:
            left, top, right, bottom = (round(share * side) for share, side in zip(one.box, (width, height) * 2))
            there = np.zeros_like(region)
            there[top:bottom, left:right] = True
            region |= widened(there, REACH_PX)
    return psnr(picture, draw_scene(edit.source, height, width), ~region)


def things_likeness(picture: np.ndarray, edit: Edit) -> float | None:
    """PSNR against the target on what its things fully cover."""
    height, width = picture.shape[:2]
    return psnr(picture, draw_scene(edit.target, height, width), covered(edit.target, height, width))


def covered(scene: Scene, height: int, width: int) -> np.ndarray:
    """Where things hide the background, bool [height, width]."""
    mask = np.zeros((height, width), dtype=bool)
    for item in scene.items:
        placed = placed_item(item, height, width, scene.style)
        window, part = overlap((height, width), placed)
        mask[window] |= placed.sprite.cover[part][..., 0] >= _COVERED
    return mask
