"""Where weights come from: a safetensors file read tensor by tensor, or random numbers, or either rounded to 8 bits."""

import json
from pathlib import Path
from typing import Protocol

import numpy as np

from .quantise import is_quantised, rounded
from .row_blocks import row_span

READABLE = {"F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8"}


class Tensors(Protocol):
    """Named float32 arrays. `rows` is a slice of the first axis without a step; only those rows are made or read."""

    def names(self) -> list[str]: ...

    def shape(self, name: str) -> tuple[int, ...] | None: ...

    def read(self, name: str, rows: slice = slice(None)) -> np.ndarray: ...


class SafetensorsFile:
    """Reads a safetensors file without holding it: the rows asked for, widened to float32, and nothing kept."""

    def __init__(self, path: Path):
        self._path = path
        with open(path, "rb") as file:
            header_bytes = int.from_bytes(file.read(8), "little")
            self._header = json.loads(file.read(header_bytes))
        self._header.pop("__metadata__", None)
        self._data_start = 8 + header_bytes

    def names(self) -> list[str]:
        return sorted(self._header)

    def shape(self, name: str) -> tuple[int, ...] | None:
        """As the file says, without reading the tensor; None if it has none of this name."""
        return tuple(self._header[name]["shape"]) if name in self._header else None

    def read(self, name: str, rows: slice = slice(None)) -> np.ndarray:
        if name not in self._header:
            raise KeyError(f"{self._path.name} has no tensor {name}")
        entry, shape = self._header[name], self._header[name]["shape"]
        first, past_end = row_span(shape, rows)
        stored, width = np.dtype(READABLE[entry["dtype"]]), int(np.prod(shape[1:]))
        start = self._data_start + entry["data_offsets"][0] + first * width * stored.itemsize
        raw = np.fromfile(self._path, stored, (past_end - first) * width, offset=start)
        if entry["dtype"] == "BF16":  # the upper half of a float32
            raw = (raw.astype(np.uint32) << 16).view(np.float32)
        return raw.astype(np.float32, copy=False).reshape(past_end - first, *shape[1:])


class RoundedTensors:
    """The weights an int8 bundle computes with: what a reference must be given to be compared with it."""

    def __init__(self, exact: Tensors):
        self._exact = exact

    def names(self) -> list[str]:
        return self._exact.names()

    def shape(self, name: str) -> tuple[int, ...] | None:
        return self._exact.shape(name)

    def read(self, name: str, rows: slice = slice(None)) -> np.ndarray:
        weight = self._exact.read(name, rows)  # a scale belongs to one row, so rows are rounded alike on their own
        return rounded(weight) if is_quantised(name, weight.shape) else weight
