"""Checkpoints on disk: a folder of config.json and model.safetensors (numpy only, no torch)."""

import json
import os
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from nextflow_model.config import ModelConfig
from nextflow_model.shapes import tensor_shapes

CONFIG_FILE = "config.json"
WEIGHTS_FILE = "model.safetensors"


def random_checkpoint(config: ModelConfig | dict, seed: int) -> dict[str, np.ndarray]:
    """Plausible random float32 weights of every tensor, for tests of export and runtime: the same for the same seed."""
    config = config if isinstance(config, ModelConfig) else ModelConfig.read(config)
    generator = np.random.default_rng(seed)
    return {name: _random_tensor(generator, name, shape) for name, shape in tensor_shapes(config).items()}


def _random_tensor(generator: np.random.Generator, name: str, shape: tuple[int, ...]) -> np.ndarray:
    values = generator.standard_normal(shape, np.float32)
    if name.endswith("bias"):
        return 0.1 * values
    if "norm" in name:
        return 1 + 0.1 * values  # gains around one, so that a forgotten gain shows in a parity test
    if "embed" in name or "codebook" in name:
        return values
    return values / np.float32(np.sqrt(np.prod(shape[1:])))  # outputs keep unit size


def save_checkpoint(folder: str | Path, config: ModelConfig | dict, tensors: dict[str, np.ndarray]) -> None:
    """Write both files, each by an atomic rename: a reader sees the old or the new file, never half of one."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    values = config.to_dict() if isinstance(config, ModelConfig) else config
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    config_draft, weights_draft = folder / f".{CONFIG_FILE}", folder / f".{WEIGHTS_FILE}"
    config_draft.write_text(text, "utf-8")
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, weights_draft)
    weights_draft.chmod(config_draft.stat().st_mode)  # safetensors makes it private; a checkpoint is to be read
    os.replace(weights_draft, folder / WEIGHTS_FILE)
    os.replace(config_draft, folder / CONFIG_FILE)


def load_checkpoint(folder: str | Path) -> tuple[dict, dict[str, np.ndarray]]:
    """The configuration as the plain dictionary of its file, and the tensors (float32 or float16, as stored)."""
    folder = Path(folder)
    return json.loads((folder / CONFIG_FILE).read_text("utf-8")), load_file(folder / WEIGHTS_FILE)
