"""The config of the full 7B shape, by arithmetic alone: nothing of that size is made here."""

from math import prod
from pathlib import Path

import pytest

from nextflow_model.export.config import read_config
from nextflow_model.export.quantise import is_quantised
from nextflow_model.export.validate import needed_shapes
from nextflow_model.schedule import FINAL_GRIDS
from nextflow_model.shapes import tensor_shapes

CONFIG, GRIDS = read_config(Path(__file__).parent.parent / "configs" / "nextflow-7b" / "config.json")


def parameters(prefix: str) -> int:
    return sum(prod(shape) for name, shape in tensor_shapes(CONFIG).items() if name.startswith(prefix))


@pytest.mark.parametrize("layer", [0, 27])
def test_a_layer_is_that_of_qwen2_5_7b(layer):
    assert parameters(f"model.layers.{layer}.") == 233_057_792  # nextflow-facts: 233.05 M


def test_the_decoder_is_that_of_qwen2_5_7b_with_visual_codes():
    text = parameters("model.layers.") + parameters("model.norm.") + 2 * 152_064 * 3584
    assert text == 7_615_616_512  # what Qwen2.5-7B counts: layers, norm, untied embedding and head
    visual = 32_768 * (3584 + 40) + (40 * 3584 + 3584) + (3584 * 3584 + 3584) + 19 * 3584
    assert parameters("model.") + parameters("lm_head.") == text + visual
    assert tensor_shapes(CONFIG)["lm_head.weight"] == (184_832, 3584)
    assert CONFIG.num_attention_heads * CONFIG.head_dim == CONFIG.hidden_size


def test_stored_in_eight_bits_it_takes_about_a_byte_per_parameter():
    shapes = needed_shapes(CONFIG)
    eight_bits = sum(prod(shape) for name, shape in shapes.items() if is_quantised(name, shape))
    exact = sum(prod(shape) for name, shape in shapes.items() if not is_quantised(name, shape))
    assert eight_bits / (eight_bits + exact) > 0.999
    assert max(prod(shape) for shape in shapes.values()) == 184_832 * 3584


def test_schedules_and_special_ids_are_the_published_ones():
    assert CONFIG.levels == [12, 16, 18]
    assert GRIDS[0] == (64, 64) and sorted(GRIDS) == sorted(FINAL_GRIDS)
    assert CONFIG.special_tokens == {
        "im_start": 151_644, "im_end": 151_645, "boi": 151_652, "eoi": 151_653, "pad": 151_643,
    }  # fmt: skip
    assert set(CONFIG.templates) == {"generation", "conversation"}
