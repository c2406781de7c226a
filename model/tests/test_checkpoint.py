"""Names and shapes: the torch modules, the torch-free table and the files agree."""

import subprocess
import sys

import numpy as np
import pytest
from conftest import CONFIGS

from nextflow_model.checkpoint import load_checkpoint, random_checkpoint, save_checkpoint
from nextflow_model.config import ModelConfig
from nextflow_model.shapes import tensor_shapes
from nextflow_model.weights import build_modules, module_tensors


@pytest.mark.parametrize("name", ["tiny", "demo"])
def test_the_modules_hold_exactly_the_tensors_of_the_table(name):
    config = ModelConfig.open(CONFIGS / f"{name}.json")
    modules = build_modules(config.to_dict(), random_checkpoint(config, seed=0))  # loading is strict about names
    shapes = {tensor_name: tensor.shape for tensor_name, tensor in module_tensors(*modules).items()}
    assert shapes == tensor_shapes(config)


def test_a_saved_checkpoint_comes_back_whole(tmp_path, tiny_config):
    tensors = random_checkpoint(tiny_config, seed=3)
    save_checkpoint(tmp_path, tiny_config, tensors)
    values, loaded = load_checkpoint(tmp_path)
    assert ModelConfig.read(values) == tiny_config
    assert loaded.keys() == tensors.keys()
    assert all(np.array_equal(loaded[name], tensors[name]) for name in tensors)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.json", "model.safetensors"]


def test_the_same_seed_gives_the_same_random_checkpoint(tiny_config):
    first, second = (random_checkpoint(tiny_config, seed=5) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_checkpoints_are_read_without_torch():
    code = "import sys, nextflow_model.checkpoint, nextflow_model.rope; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
