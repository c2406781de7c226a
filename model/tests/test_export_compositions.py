"""The answers of text and pictures beside the tiny bundle are those that the reference gives today."""

from pathlib import Path

from nextflow_model.export.bundle import RoundedTensors
from nextflow_model.export.config import read_config
from nextflow_model.export.fixtures.composition_cases import composition_fixtures
from nextflow_model.export.random_tensors import RandomTensors

MODEL = Path(__file__).parents[1]
TINY = MODEL.parent / "bundles" / "tiny"


def test_compositions_are_what_the_reference_answers():
    config, final_grids = read_config(MODEL / "configs" / "tiny-bundle" / "tiny.json")
    tensors = RoundedTensors(RandomTensors(config, 7))
    made = composition_fixtures(config, final_grids, tensors, TINY / "tokenizer.json")
    assert made == (TINY / "fixtures" / "compositions.json").read_text("utf-8")
