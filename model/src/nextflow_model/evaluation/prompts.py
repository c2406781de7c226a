"""The examination: prompts of each ability, and what each demands."""

from dataclasses import dataclass

import numpy as np

from nextflow_model.world import ABILITIES, RESERVED_PAIRS, Caption, Demands, Scene, caption, demands, sample_scene

RESERVED = "single, reserved pair"  # a thing in a colour it was never seen in
SHARES = {"single": 0.4, RESERVED: 0.12, "count": 0.12, "relation": 0.12, "inside": 0.12, "between": 0.12}


@dataclass(frozen=True)
class Question:
    """One prompt; `row` names the line of the report it counts for."""

    row: str
    scene: Scene
    caption: Caption
    demands: Demands


def questions(count: int, seed: int, split: str = "heldout") -> list[Question]:
    """About `count` questions in fixed shares. Reserved pairs are held-out only, so "train" leaves that row out."""
    generator = np.random.default_rng(seed)
    rows = [row for row in SHARES if row in ABILITIES or split == "heldout"]
    return [_question(generator, row, split) for row in rows for _ in range(max(1, round(SHARES[row] * count)))]


def _question(generator: np.random.Generator, row: str, split: str) -> Question:
    ability = row if row in ABILITIES else "single"
    while True:
        scene = sample_scene(generator, ability, split)
        reserved = any((item.thing, item.colour) in RESERVED_PAIRS for item in scene.items)
        if reserved == (row == RESERVED):
            text = caption(scene, generator)
            return Question(row, scene, text, demands(scene, text))
