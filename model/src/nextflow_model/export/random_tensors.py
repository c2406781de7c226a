"""Weights without training: counter-based, so that a seed gives the same bytes on every machine and numpy."""

import hashlib

import numpy as np

from nextflow_model.config import ModelConfig
from nextflow_model.shapes import tensor_shapes

from .row_blocks import row_span

BLOCK = 1 << 16  # numbers made at a time: their 64-bit states stay in the processor's cache
with np.errstate(over="ignore"):  # wrapping is the arithmetic we want
    GOLDEN = np.uint64(0x9E3779B97F4A7C15)
    COUNTERS = np.arange(1, BLOCK + 1, dtype=np.uint64) * GOLDEN


class RandomTensors:
    """Every tensor of a model, uniform and scaled by its fan-in, so that activations stay near unit size.

    A number depends on seed, name and place alone: rows read by themselves are those of the whole tensor.
    """

    def __init__(self, config: ModelConfig, seed: int):
        self._shapes = tensor_shapes(config)
        self._seed = seed

    def names(self) -> list[str]:
        return sorted(self._shapes)

    def shape(self, name: str) -> tuple[int, ...] | None:
        return self._shapes.get(name)

    def read(self, name: str, rows: slice = slice(None)) -> np.ndarray:
        shape = self._shapes[name]
        first, past_end = row_span(shape, rows)
        values = np.empty((past_end - first, *shape[1:]), np.float32)
        self._fill(name, first * int(np.prod(shape[1:])), values.reshape(-1))  # in [-1, 1)
        if name.endswith(".bias"):
            values *= np.float32(0.1)
        elif len(shape) == 1:  # the gain of a norm
            values *= np.float32(0.1)
            values += np.float32(1)
        else:
            values *= _bound(name, shape)
        return values

    def _fill(self, name: str, place: int, values: np.ndarray) -> None:
        """`values` [n] become numbers place .. place+n-1 of the tensor's stream."""
        key = np.frombuffer(hashlib.sha256(f"{self._seed}/{name}".encode()).digest()[:8], "<u8")[0]
        with np.errstate(over="ignore"):
            for start in range(0, values.size, BLOCK):
                _fill_block(key + np.uint64(place + start) * GOLDEN, values[start : start + BLOCK])


def _fill_block(base: np.uint64, values: np.ndarray) -> None:
    """SplitMix64 of base + GOLDEN, base + 2 * GOLDEN, ..; its upper 24 bits as float32 in [-1, 1)."""
    z = COUNTERS[: values.size] + base
    shifted = z >> np.uint64(30)
    for factor, shift in ((0xBF58476D1CE4E5B9, 27), (0x94D049BB133111EB, 31)):
        z ^= shifted
        z *= np.uint64(factor)
        np.right_shift(z, np.uint64(shift), out=shifted)
    z ^= shifted
    z >>= np.uint64(40)
    values[:] = z
    values *= np.float32(2.0**-23)
    values -= np.float32(1)


def _bound(name: str, shape: tuple[int, ...]) -> np.float32:
    """Half width of the uniform noise; a uniform in [-b, b) has variance b*b/3."""
    if name.endswith(("embed_tokens.weight", "codebook.weight", "level_embedding.weight")):
        return np.float32(1)
    gain = 3.0 if name == "lm_head.weight" else 1.0  # a head that has opinions, so that top-k and top-p cut something
    return np.float32(gain * (3.0 / np.prod(shape[1:])) ** 0.5)
