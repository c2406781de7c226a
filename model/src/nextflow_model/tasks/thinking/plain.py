"""Prompts with nothing to work out: thinking must leave them as they are."""

import numpy as np

from nextflow_model.tasks.thinking.puzzle import Puzzle
from nextflow_model.world import Demands, Scene, caption, demands
from nextflow_model.world.scene import OPPOSITES

PLAIN = "plain"


def plain_prompt(rng: np.random.Generator, scene: Scene) -> Puzzle:
    """An ordinary caption; the final prompt says the same in plain words and in the same order."""
    text = caption(scene, rng)
    wanted = _in_order(demands(scene, text), text)
    return Puzzle(str(text), ("Nothing needs to be worked out.",), wanted, PLAIN)


def _in_order(wanted: Demands, text: str) -> Demands:
    if wanted.relation not in OPPOSITES or " with " in text:
        return wanted
    first, second = (text.find(f" {one.thing}") for one in wanted.wanted)
    if first < second:
        return wanted
    return Demands(wanted.wanted[::-1], OPPOSITES[wanted.relation], wanted.background)
