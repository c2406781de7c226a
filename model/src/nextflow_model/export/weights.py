"""Puts checkpoint tensors into a graph, in the bundle's precision and in the layout the operators want."""

import numpy as np

from .graph_builder import GraphBuilder
from .quantise import is_quantised
from .stored_arrays import in_eight_bits, in_float32
from .tensors import Tensors

ALL_ROWS = slice(None)


class Weights:
    """Checkpoint tensors for graphs. A quantised one is int8 behind DequantizeLinear, which a session folds at load."""

    def __init__(self, tensors: Tensors, precision: str):
        if precision not in ("int8", "float32"):
            raise ValueError(f"precision is int8 or float32, not {precision}")
        self._tensors = tensors
        self._int8 = precision == "int8"

    def read(self, name: str) -> np.ndarray:
        return self._tensors.read(name)

    def exact(self, graph: GraphBuilder, name: str) -> str:
        """A norm, bias or table, float32 whatever the precision."""
        return graph.initializer(name, self.read(name))

    def matrix(self, graph: GraphBuilder, name: str, rows: slice = ALL_ROWS, label: str = "") -> str:
        """Rows of a checkpoint matrix [out, in] as the right side of a MatMul: [in, out]."""
        return self._weight(graph, name, label or name, rows, transpose=True)

    def convolution(self, graph: GraphBuilder, name: str) -> str:
        """A convolution's weight [out, in, height, width], as it is."""
        return self._weight(graph, name, name, ALL_ROWS, transpose=False)

    def rows_of(self, graph: GraphBuilder, name: str, ids: str) -> str:
        """Looks up rows of a table [rows, width]. In 8 bits only the rows looked up are widened, the table is not."""
        if not self._quantised(name):
            return graph.op("Gather", self.exact(graph, name), ids, axis=0, name=f"{name}/rows")
        codes, scales = in_eight_bits(self._tensors, name, ALL_ROWS, transpose=False)
        rows = graph.op("Gather", graph.initializer(f"{name}_int8", codes), ids, axis=0, name=f"{name}/rows")
        row_scales = graph.op(
            "Gather", graph.initializer(f"{name}_scale", scales[:, None]), ids, axis=0, name=f"{name}/scales"
        )
        return graph.op(
            "Mul", graph.op("Cast", rows, to=1, name=f"{name}/cast"), row_scales, name=f"{name}/dequantised"
        )

    def _weight(self, graph: GraphBuilder, name: str, label: str, rows: slice, transpose: bool) -> str:
        if not self._quantised(name):
            if not graph.reuse(label):
                graph.initializer(label, in_float32(self._tensors, name, rows, transpose))
            return label
        codes, scales = f"{label}_int8", f"{label}_scale"
        if not graph.reuse(codes, scales):
            code_array, scale_array = in_eight_bits(self._tensors, name, rows, transpose)
            graph.initializer(codes, code_array)
            graph.initializer(scales, scale_array)
        return graph.op("DequantizeLinear", codes, scales, axis=int(transpose), name=f"{label}/dequantised")

    def _quantised(self, name: str) -> bool:
        return self._int8 and is_quantised(name, self._tensors.shape(name))
