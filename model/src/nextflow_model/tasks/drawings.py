"""Plain drawing: a caption is asked for, its picture is the answer."""

import numpy as np

from nextflow_model.tasks.exchange import Exchange, Picture, Text, asked
from nextflow_model.world import caption, demands, sample_scene

MIXTURE: dict[str, float] = {"single": 0.22, "count": 0.12, "relation": 0.47, "inside": 0.08, "between": 0.11}
"""How often each ability of the world is asked for."""


def sample_drawing(rng: np.random.Generator, split: str) -> Exchange:
    """One caption and its picture; `about` is what the caption demands (`Demands`)."""
    ability = str(rng.choice(list(MIXTURE), p=list(MIXTURE.values())))
    scene = sample_scene(rng, ability, split)
    text = caption(scene, rng)
    return asked("draw", (Text(str(text)),), (Picture(scene),), demands(scene, text))
