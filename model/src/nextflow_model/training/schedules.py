"""Which schedule a step trains: small levels more often than large ones, and the first shape of the config most often.

Scales that two levels share look alike in both, so most of the time too goes to the small one: shares fall with the
square of the cost.
"""

import numpy as np

from nextflow_model.schedule import code_count, scale_grids

Grid = tuple[int, int]

FIRST_SHARE = 0.65  # of the first row; the others share the rest


def step_schedule(levels: list[int], final_grids: list[list[int]], seed: int, step: int) -> list[Grid]:
    """The grids of one step: the same for the same seed and step, in any process."""
    generator = np.random.default_rng((seed, step))
    costs = np.array([code_count(scale_grids(level)) for level in levels], dtype=float)
    level = int(generator.choice(levels, p=costs**-2 / (costs**-2).sum()))
    others = final_grids[1:]
    if not others or generator.random() < FIRST_SHARE:
        return scale_grids(level, tuple(final_grids[0]))
    return scale_grids(level, tuple(others[int(generator.integers(len(others)))]))


def batch_size(batch: int, levels: list[int], grids: list[Grid]) -> int:
    """How many pictures of these grids cost as much as `batch` square ones of the smallest level."""
    return max(1, round(batch * code_count(scale_grids(min(levels))) / code_count(grids)))
