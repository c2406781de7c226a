"""Batches of pictures and cell labels for the visual tokenizer."""

import numpy as np
import torch
from torch import Tensor

from nextflow_model.tasks.edits import sample_edit
from nextflow_model.training.scenes import MIXTURE, scene_generator, training_scene
from nextflow_model.visual_tokenizer.layers import picture_to_pixels
from nextflow_model.world import Scene, draw_scene, labels

# The codes must serve several small things as well as one, so all abilities weigh more alike than in drawing.
PICTURE_MIXTURE = {"single": 0.27, "count": 0.19, "relation": 0.18, "inside": 0.24, "between": 0.12}
assert PICTURE_MIXTURE.keys() == MIXTURE.keys()
# The rest comes from edits that lead to other looks; taken from all tasks, styles and turns were one picture in a hundred.
PLAIN_SHARE = 0.65
LOOKS = ("style", "object_rotation", "object_texture")
STEP_SCENES = 4096  # more than any batch holds: no two steps share a scene, whatever their sizes


def picture_batch(seed: int, step: int, size: int, grid: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Pictures of step `step`. -> pixels [B, 3, 16h, 16w] in [-1, 1], labels int64 [B, h, w, 2]"""
    scenes = [picture_scene(scene_generator(seed, step * STEP_SCENES + i)) for i in range(size)]
    rows, columns = grid
    pictures = np.stack([draw_scene(scene, 16 * rows, 16 * columns) for scene in scenes])
    teacher = np.stack([labels(scene, rows, columns) for scene in scenes])
    return picture_to_pixels(torch.from_numpy(pictures)), torch.from_numpy(teacher.astype(np.int64))


def picture_scene(generator: np.random.Generator) -> Scene:
    """One scene of the training split: a plain one, or one with a style, turns or patterns."""
    if generator.random() < PLAIN_SHARE:
        return training_scene(generator, PICTURE_MIXTURE)
    return sample_edit(generator, "train", LOOKS[int(generator.integers(len(LOOKS)))]).about.target
