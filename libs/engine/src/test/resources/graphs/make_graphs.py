"""Makes the small graphs of the runtime's tests. Needs the onnx package; run it in this folder."""

import onnx
from onnx import TensorProto, helper, numpy_helper
import numpy as np

OPSET = [helper.make_opsetid("", 24)]


def save(name, nodes, inputs, outputs, initializers=()):
    info = lambda spec: helper.make_tensor_value_info(*spec)  # noqa: E731
    graph = helper.make_graph(nodes, name, list(map(info, inputs)), list(map(info, outputs)), list(initializers))
    model = helper.make_model(graph, opset_imports=OPSET, ir_version=10)
    onnx.checker.check_model(model)
    onnx.save(model, f"{name}.onnx")


# sum = a + b
save(
    "add",
    [helper.make_node("Add", ["a", "b"], ["sum"])],
    [("a", TensorProto.FLOAT, ["n"]), ("b", TensorProto.FLOAT, ["n"])],
    [("sum", TensorProto.FLOAT, ["n"])],
)

# A cache of one layer: rows of `update` written behind `write_indices`.
save(
    "scatter",
    [helper.make_node("TensorScatter", ["cache", "update", "write_indices"], ["updated_cache"], axis=1)],
    [
        ("cache", TensorProto.FLOAT, ["batch", "length", 4]),
        ("update", TensorProto.FLOAT, ["batch", "tokens", 4]),
        ("write_indices", TensorProto.INT64, ["batch"]),
    ],
    [("updated_cache", TensorProto.FLOAT, ["batch", "length", 4])],
)

# Multiplies a matrix with itself `rounds` times: as slow as a test wants.
body = helper.make_graph(
    [
        helper.make_node("MatMul", ["matrix_in", "matrix_in"], ["square"]),
        helper.make_node("Clip", ["square", "low", "high"], ["matrix_out"]),
        helper.make_node("Identity", ["condition_in"], ["condition_out"]),
    ],
    "body",
    [
        helper.make_tensor_value_info("round", TensorProto.INT64, []),
        helper.make_tensor_value_info("condition_in", TensorProto.BOOL, []),
        helper.make_tensor_value_info("matrix_in", TensorProto.FLOAT, [64, 64]),
    ],
    [
        helper.make_tensor_value_info("condition_out", TensorProto.BOOL, []),
        helper.make_tensor_value_info("matrix_out", TensorProto.FLOAT, [64, 64]),
    ],
    [
        numpy_helper.from_array(np.array(-1, np.float32), "low"),
        numpy_helper.from_array(np.array(1, np.float32), "high"),
    ],
)
save(
    "slow",
    [helper.make_node("Loop", ["rounds", "", "matrix"], ["powered"], body=body)],
    [("rounds", TensorProto.INT64, []), ("matrix", TensorProto.FLOAT, [64, 64])],
    [("powered", TensorProto.FLOAT, [64, 64])],
)
