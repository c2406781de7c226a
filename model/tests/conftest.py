"""A tiny random model, shared by all tests: no weights are downloaded and nothing is trained."""

from pathlib import Path

import pytest

from nextflow_model.checkpoint import random_checkpoint
from nextflow_model.config import ModelConfig
from nextflow_model.weights import build_modules

CONFIGS = Path(__file__).parent.parent / "configs"


@pytest.fixture(scope="session")
def tiny_config() -> ModelConfig:
    return ModelConfig.open(CONFIGS / "tiny.json")


@pytest.fixture(scope="session")
def tiny_modules(tiny_config):
    """(transformer, visual tokenizer) with random weights, seed 1."""
    return build_modules(tiny_config.to_dict(), random_checkpoint(tiny_config, seed=1))
