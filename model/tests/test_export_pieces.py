"""The exporter's building blocks alone: the weights file, shared constants, area means and bicubic resizing."""

import numpy as np
import onnxruntime
import pytest
import torch
from torch.nn import functional as F

from nextflow_model.export.graph_builder import GraphBuilder
from nextflow_model.export.graphs.area import area_shrunk
from nextflow_model.export.graphs.maps import resize_bicubic
from nextflow_model.export.weight_file import PAGE_BYTES, SMALL_ALIGNMENT_BYTES, WeightFile

SIZES = [
    ((6, 6), (4, 4)),
    ((64, 64), (48, 48)),
    ((32, 128), (1, 1)),
    ((9, 5), (9, 5)),
    ((48, 84), (5, 9)),
    ((7, 11), (3, 10)),
]


def resized(formula, feature_map: np.ndarray, grid: tuple[int, int]) -> np.ndarray:
    graph = GraphBuilder("piece")
    value = formula(graph, graph.input("x", "float32", ["b", "c", "h", "w"]), graph.input("grid", "int64", [2]))
    graph.output("y", value, "float32", ["b", "c", "h2", "w2"])
    session = onnxruntime.InferenceSession(graph.model().SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": feature_map, "grid": np.array(grid)})[0]


@pytest.mark.parametrize("large, small", SIZES)
def test_area_means_are_adaptive_average_pooling(large, small):
    x = np.random.default_rng(0).standard_normal((2, 3, *large), np.float32)
    expected = F.adaptive_avg_pool2d(torch.from_numpy(x), small).numpy()
    np.testing.assert_allclose(resized(area_shrunk, x, small), expected, atol=1e-6)


@pytest.mark.parametrize("large, small", SIZES)
def test_bicubic_is_torch_bicubic(large, small):
    x = np.random.default_rng(0).standard_normal((2, 3, *small), np.float32)
    expected = F.interpolate(torch.from_numpy(x), large, mode="bicubic", align_corners=False).numpy()
    np.testing.assert_allclose(resized(resize_bicubic, x, large), expected, atol=2e-5)


def test_bicubic_to_the_same_size_changes_nothing():
    x = np.random.default_rng(0).standard_normal((1, 2, 5, 7), np.float32)
    np.testing.assert_array_equal(resized(resize_bicubic, x, (5, 7)), x)


def test_a_tensor_is_written_once_and_aligned(tmp_path):
    file = WeightFile(tmp_path / "model.onnx.data")
    large = np.zeros((512, 512), np.float32)
    tensors = [
        file.add(*item)
        for item in [("a", np.ones(3, np.int8)), ("b", large), ("c", large + 1), ("a", np.ones(3, np.int8))]
    ]
    places = [{entry.key: entry.value for entry in tensor.external_data} for tensor in tensors]
    assert places[0] == places[3]
    assert [place["length"] for place in places] == ["3", "1048576", "1048576", "3"]
    assert all(int(place["offset"]) % SMALL_ALIGNMENT_BYTES == 0 for place in places)
    assert int(places[1]["offset"]) % PAGE_BYTES == 0
    data = (tmp_path / "model.onnx.data").read_bytes()
    start = int(places[2]["offset"])
    np.testing.assert_array_equal(np.frombuffer(data[start : start + large.nbytes], "<f4"), large.ravel() + 1)


def test_a_name_stands_for_one_tensor_only(tmp_path):
    file = WeightFile(tmp_path / "model.onnx.data")
    file.add("a", np.ones(3, np.float32))
    with pytest.raises(ValueError, match="a was written as float32"):
        file.add("a", np.ones(4, np.float32))


def test_equal_constants_share_one_initializer():
    graph = GraphBuilder("constants")
    assert graph.constant([1, 2]) == graph.constant([1, 2])
    assert (
        len({graph.constant([1, 2]), graph.constant([1, 2], "float32"), graph.constant([[1, 2]]), graph.constant(12)})
        == 4
    )
