"""The check command: passes a bundle that is whole, refuses one that is not, and keeps what it measured."""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from export_models import export_tiny

from nextflow_model.export.check import BundleRefused
from nextflow_model.export.check.__main__ import main
from nextflow_model.export.check.manifest import read_manifest
from nextflow_model.export.check.stored_weights import check_weights
from nextflow_model.export.check.tensor_shapes import check_outputs

WEIGHTS = "transformer/model.onnx.data"


@pytest.fixture
def bundle(tmp_path) -> Path:
    export_tiny(tmp_path / "tiny", "int8")
    return tmp_path / "tiny"


@pytest.fixture
def check(monkeypatch):
    def run(*arguments) -> int:
        monkeypatch.setattr(sys, "argv", ["check", *map(str, arguments)])
        return main()

    return run


def change_manifest(bundle: Path, change) -> None:
    values = json.loads((bundle / "bundle.json").read_text("utf-8"))
    change(values)
    (bundle / "bundle.json").write_text(json.dumps(values), "utf-8")


@pytest.mark.parametrize("precision, steps", [("int8", 1), ("float32", 3)])
def test_a_whole_bundle_passes(tmp_path, check, capsys, precision, steps):
    export_tiny(tmp_path / "tiny", precision)
    assert check("--bundle", tmp_path / "tiny", "--steps", steps) == 0
    printed = capsys.readouterr().out
    graphs = json.loads((tmp_path / "tiny" / "bundle.json").read_text("utf-8"))["graphs"]
    assert all(f"check_{precision}_{name}\n" in printed for name in graphs)
    assert printed.count(f"check_{precision}_steps\n") == steps


def test_a_flipped_bit_is_refused(bundle, check, capsys):
    data = bytearray((bundle / WEIGHTS).read_bytes())
    data[len(data) // 2] ^= 1
    (bundle / WEIGHTS).write_bytes(data)
    assert check("--bundle", bundle) == 1
    assert f"not the bytes that bundle.json lists: ['{WEIGHTS}']" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["unlisted.data", "tokenizer.json"])
def test_a_file_too_many_or_too_few_is_refused(bundle, check, capsys, name):
    if (bundle / name).exists():
        (bundle / name).unlink()
    else:
        (bundle / name).write_bytes(b"")
    assert check("--bundle", bundle) == 1
    assert f"missing or unlisted: ['{name}']" in capsys.readouterr().err


def test_a_shape_that_the_graph_does_not_have_is_refused(bundle, check, capsys):
    change_manifest(bundle, lambda values: values["graphs"]["steps"]["inputs"]["cos"]["shape"].__setitem__(2, 9))
    assert check("--bundle", bundle) == 1
    assert "graph steps is" in capsys.readouterr().err


def test_weights_of_another_size_than_the_model_are_refused(bundle, check, capsys):
    change_manifest(bundle, lambda values: values["model"].update(intermediate_size=256))
    assert check("--bundle", bundle) == 1
    assert "model.layers.1.mlp.up_proj.weight_int8: ((64, 128), 3), not ((64, 256), 3)" in capsys.readouterr().err


def test_a_graph_too_few_is_refused(bundle, check, capsys):
    change_manifest(bundle, lambda values: values["graphs"].pop("text_head"))
    assert check("--bundle", bundle) == 1
    assert "missing or unknown graphs: ['text_head']" in capsys.readouterr().err


@pytest.mark.parametrize("key, value", [("offset", str(1 << 30)), ("length", "64")])
def test_a_weight_that_lies_outside_of_its_file_is_refused(bundle, key, value):
    path = bundle / "transformer" / "steps.onnx"
    model = onnx.load(path, load_external_data=False)
    tensor = next(tensor for tensor in model.graph.initializer if tensor.name.endswith("q_proj.weight_int8"))
    next(entry for entry in tensor.external_data if entry.key == key).value = value
    path.write_bytes(model.SerializeToString())
    with pytest.raises(BundleRefused, match="q_proj.weight_int8 lies at .* does not hold its 4096 bytes"):
        check_weights(bundle, read_manifest(bundle))


X = {"type": "float32", "shape": ["batch", "position", 4]}
DESCRIBED = {"inputs": {"x": X}, "outputs": {"y": X}}


@pytest.mark.parametrize(
    "y, complaint",
    [
        (np.ones((2, 3, 5), np.float32), "y is float32"),
        (np.ones((2, 1, 4), np.float32), "with {'batch': 2, 'position': 3}"),
        (np.ones((2, 3, 4), np.float64), "y is float64"),
        (np.full((2, 3, 4), np.inf, np.float32), r"not finite: \['y'\]"),
    ],
)
def test_an_output_that_does_not_fit_is_refused(y, complaint):
    x = np.ones((2, 3, 4), np.float32)
    check_outputs("g", DESCRIBED, {"x": x}, {"y": x})
    with pytest.raises(BundleRefused, match=complaint):
        check_outputs("g", DESCRIBED, {"x": x}, {"y": y})


def test_what_was_measured_joins_what_other_commands_measured(bundle, check, tmp_path):
    evidence = tmp_path / "evidence" / "shape.json"
    options = ["--bundle", bundle, "--measurements", evidence, "--machine", "two cores"]
    assert check(*options, "--steps", 2) == 0
    first = json.loads(evidence.read_text("utf-8"))
    assert {row["name"]: row["n"] for row in first["rows"]}["check_int8_scale_sampler"] == 3
    first["rows"].insert(0, {"name": "export_int8_time", "value": 1.5, "unit": "s", "n": 1})
    evidence.write_text(json.dumps(first | {"command": "export"}), "utf-8")
    assert check(*options) == 0
    second = json.loads(evidence.read_text("utf-8"))
    assert second["command"].startswith("export && python -m nextflow_model.export.check --bundle")
    assert second["machine"] == "two cores"
    assert second["rows"][0] == first["rows"][0]
    assert [row["name"] for row in second["rows"]] == [row["name"] for row in first["rows"]]
