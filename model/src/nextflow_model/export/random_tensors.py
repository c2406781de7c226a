"""Weights without training: counter-based, so that a seed gives the same bytes on every machine and numpy."""

import hashlib

import numpy as np

from nextflow_model.config import ModelConfig
from nextflow_model.shapes import tensor_shapes

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class RandomTensors:
    """Every tensor of a model, uniform and scaled by its fan-in, so that activations stay near unit size."""

    def __init__(self, config: ModelConfig, seed: int):
        self._shapes = tensor_shapes(config)
        self._seed = seed

    def names(self) -> list[str]:
        return sorted(self._shapes)

    def shape(self, name: str) -> tuple[int, ...] | None:
        return self._shapes.get(name)

    def read(self, name: str) -> np.ndarray:
        shape = self._shapes[name]
        noise = self._uniform(name, int(np.prod(shape))).reshape(shape)  # in [-1, 1)
        if name.endswith(".bias"):
            return noise * np.float32(0.1)
        if len(shape) == 1:  # the gain of a norm
            return np.float32(1) + noise * np.float32(0.1)
        return noise * _bound(name, shape)

    def _uniform(self, name: str, count: int) -> np.ndarray:
        key = np.frombuffer(hashlib.sha256(f"{self._seed}/{name}".encode()).digest()[:8], "<u8")[0]
        with np.errstate(over="ignore"):
            z = key + np.arange(1, count + 1, dtype=np.uint64) * GOLDEN
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
        unit = (z >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)
        return unit * np.float32(2) - np.float32(1)


def _bound(name: str, shape: tuple[int, ...]) -> np.float32:
    """Half width of the uniform noise; a uniform in [-b, b) has variance b*b/3."""
    if name.endswith(("embed_tokens.weight", "codebook.weight", "level_embedding.weight")):
        return np.float32(1)
    gain = 3.0 if name == "lm_head.weight" else 1.0  # a head that has opinions, so that top-k and top-p cut something
    return np.float32(gain * (3.0 / np.prod(shape[1:])) ** 0.5)
