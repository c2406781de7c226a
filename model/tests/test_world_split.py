"""Training never sees what evaluation asks for."""

import numpy as np
import pytest

from nextflow_model.world import ABILITIES, RESERVED_PAIRS, is_heldout, sample_scene


@pytest.mark.parametrize("ability", ABILITIES)
def test_train_scenes_hold_no_heldout_combination(ability: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(1000):
        scene = sample_scene(rng, ability, "train")
        assert not is_heldout(scene)
        assert not RESERVED_PAIRS & {(item.thing, item.colour) for item in scene.items}


@pytest.mark.parametrize("ability", ABILITIES)
def test_heldout_scenes_are_all_held_out(ability: str) -> None:
    rng = np.random.default_rng(2)
    assert all(is_heldout(sample_scene(rng, ability, "heldout")) for _ in range(200))
