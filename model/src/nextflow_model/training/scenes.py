"""Training scenes, generated from a seed: the same seed and index give the same scene in any process."""

import numpy as np

from nextflow_model.tasks.drawings import MIXTURE
from nextflow_model.world import ABILITIES, Scene, sample_scene


def scene_generator(seed: int, index: int) -> np.random.Generator:
    """A generator that belongs to one scene; drawing more from it cannot move the scenes after it."""
    return np.random.default_rng((seed, index))


def training_scene(generator: np.random.Generator, mixture: dict[str, float] = MIXTURE) -> Scene:
    """One scene of the training split, its ability drawn from the mixture."""
    shares = [mixture[ability] for ability in ABILITIES]
    return sample_scene(generator, str(generator.choice(ABILITIES, p=shares)), "train")
