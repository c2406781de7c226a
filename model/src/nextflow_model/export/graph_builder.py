"""A small builder over onnx.helper: values are strings, an operator returns the name of its output."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .weight_file import WeightFile

OPSET = 24
IR_VERSION = 12  # the first that knows opset 24; newer ones shut out older runtimes for nothing
ELEMENT_TYPES = {
    "float32": TensorProto.FLOAT,
    "int64": TensorProto.INT64,
    "int8": TensorProto.INT8,
    "uint8": TensorProto.UINT8,
}


class GraphBuilder:
    """Collects nodes and initializers of one graph; large initializers go to `weight_file` as they come."""

    def __init__(self, name: str, weight_file: WeightFile | None = None, external_from_bytes: int = 1 << 20):
        self.name = name
        self._weight_file = weight_file
        self._external_from_bytes = external_from_bytes
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: dict[str, TensorProto] = {}
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._names_taken: dict[str, int] = {}

    def input(self, name: str, element_type: str, shape: list[int | str]) -> str:
        """Declares a graph input; a string in `shape` is a dimension known at run time."""
        self._inputs.append(helper.make_tensor_value_info(name, ELEMENT_TYPES[element_type], shape))
        return name

    def output(self, name: str, value: str, element_type: str, shape: list[int | str]) -> None:
        """Gives the value `value` to the caller as `name`, by renaming it where its node makes it."""
        self._rename(value, name)
        self._outputs.append(helper.make_tensor_value_info(name, ELEMENT_TYPES[element_type], shape))

    def op(self, operator: str, *inputs: str, name: str = "", **attributes) -> str:
        """Adds one node with one output; an empty input string is an input left out."""
        value = self._unique(name or operator.lower())
        self._nodes.append(helper.make_node(operator, _trim(inputs), [value], name=value, **attributes))
        return value

    def ops(self, operator: str, *inputs: str, outputs: int, name: str = "", **attributes) -> tuple[str, ...]:
        """Adds one node with several outputs."""
        values = tuple(self._unique(f"{name or operator.lower()}_{index}") for index in range(outputs))
        self._nodes.append(helper.make_node(operator, _trim(inputs), list(values), name=values[0], **attributes))
        return values

    def constant(self, value, element_type: str = "int64") -> str:
        """A small inline constant; equal constants share one initializer."""
        array = np.asarray(value, dtype=element_type)
        shape, values = "x".join(map(str, array.shape)) or "scalar", "_".join(map(str, array.flatten()))
        return self.initializer(f"constant_{element_type}_{shape}_{values}", array)

    def initializer(self, name: str, array: np.ndarray) -> str:
        """A named weight; asking twice for a name gives the same one."""
        if name not in self._initializers:
            external = self._weight_file is not None and array.nbytes >= self._external_from_bytes
            self._initializers[name] = self._weight_file.add(name, array) if external else _inline(name, array)
        return name

    def reuse(self, *names: str) -> bool:
        """Takes initializers from the weights file if an earlier graph has written all of them."""
        found = {name: self._weight_file.find(name) for name in names} if self._weight_file else {}
        if None in found.values():
            return False
        self._initializers.update(found)
        return bool(found)

    def model(self) -> onnx.ModelProto:
        graph = helper.make_graph(
            self._nodes, self.name, self._inputs, self._outputs, list(self._initializers.values())
        )
        return helper.make_model(
            graph,
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", OPSET)],
            producer_name="nextflow_model.export",
        )

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.model().SerializeToString(deterministic=True))

    def _rename(self, value: str, name: str) -> None:
        for node in self._nodes:
            for names in (node.input, node.output):
                for position, existing in enumerate(names):
                    if existing == value:
                        names[position] = name

    def _unique(self, name: str) -> str:
        count = self._names_taken.get(name, 0)
        self._names_taken[name] = count + 1
        return f"{name}.{count}" if count else name


def _trim(inputs: tuple[str, ...]) -> list[str]:
    """Optional inputs at the end are left out, those in the middle stay empty strings."""
    kept = list(inputs)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _inline(name: str, array: np.ndarray) -> TensorProto:
    return numpy_helper.from_array(np.ascontiguousarray(array), name)
