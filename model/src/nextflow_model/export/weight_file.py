"""One external weights file beside the graphs that use it, written tensor by tensor: nothing is held twice."""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

SMALL_ALIGNMENT_BYTES = 64
PAGE_BYTES = 4096
PAGE_ALIGNED_FROM_BYTES = 1 << 20  # a large tensor on a page border can be mapped instead of read


class WeightFile:
    """Appends tensors to `path`; a name asked for again (the second graph over the file) is not written again."""

    def __init__(self, path: Path):
        self.path = path
        self._records: dict[str, tuple[int, np.dtype, tuple[int, ...], int]] = {}  # offset, type, shape, bytes
        self._end = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)

    def add(self, name: str, array: np.ndarray) -> TensorProto:
        """Writes `array` little-endian and returns the initializer that points at it."""
        if name not in self._records:
            self._records[name] = (self._append(array), array.dtype, array.shape, array.nbytes)
        _, dtype, shape, _ = self._records[name]
        if (dtype, shape) != (array.dtype, array.shape):
            raise ValueError(f"{name} was written as {dtype}{shape}, now asked for as {array.dtype}{array.shape}")
        return self.find(name)

    def find(self, name: str) -> TensorProto | None:
        """The initializer of a tensor written before, or None: spares the second graph its reading and rounding."""
        if name not in self._records:
            return None
        offset, dtype, shape, length = self._records[name]
        tensor = TensorProto(name=name, data_type=helper.np_dtype_to_tensor_dtype(dtype), dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", self.path.name), ("offset", offset), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        return tensor

    def _append(self, array: np.ndarray) -> int:
        alignment = PAGE_BYTES if array.nbytes >= PAGE_ALIGNED_FROM_BYTES else SMALL_ALIGNMENT_BYTES
        padding = -self._end % alignment
        with open(self.path, "ab") as file:
            file.write(b"\0" * padding)
            little_endian = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
            little_endian.tofile(file)
        offset = self._end + padding
        self._end = offset + array.nbytes
        return offset
