"""The bundle as files: complete, hashed, the same bytes every time; and what 8 bits do to its numbers."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from bundle_runtime import BundleRuntime, Cache
from export_models import SEED, TINY_BUNDLE, export_tiny

from nextflow_model.checkpoint import save_checkpoint
from nextflow_model.config import ModelConfig
from nextflow_model.export.bundle import BundleIdentity, write_bundle
from nextflow_model.export.config import read_config
from nextflow_model.export.quantise import is_quantised, quantise, rounded
from nextflow_model.export.random_tensors import RandomTensors
from nextflow_model.export.tensors import RoundedTensors, SafetensorsFile
from nextflow_model.export.validate import check_checkpoint, check_tokenizer
from nextflow_model.rope import text_positions


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("int8") / "tiny"
    export_tiny(folder, "int8")
    return folder


@pytest.fixture(scope="module")
def tiny() -> ModelConfig:
    return read_config(TINY_BUNDLE / "tiny.json")[0]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_exports_are_the_same_bytes(bundle, tmp_path):
    export_tiny(tmp_path / "again", "int8")
    assert contents(tmp_path / "again") == contents(bundle)


def test_the_checked_in_bundle_is_what_the_exporter_writes(bundle):
    checked_in = contents(Path(__file__).parents[2] / "bundles" / "tiny")
    expected = contents(bundle)
    for name in expected.keys() - {"bundle.json"}:  # it also names the fixtures, which this export leaves out
        assert checked_in[name] == expected[name], name


def test_every_file_is_listed_with_its_hash(bundle):
    manifest = json.loads((bundle / "bundle.json").read_text("utf-8"))
    files = contents(bundle)
    files.pop("bundle.json")
    assert set(manifest["files"]) == set(files)
    for name, data in files.items():
        assert manifest["files"][name] == {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def test_the_manifest_describes_graphs_as_sessions_see_them(bundle):
    for name, graph in json.loads((bundle / "bundle.json").read_text("utf-8"))["graphs"].items():
        session = onnxruntime.InferenceSession(bundle / graph["file"], providers=["CPUExecutionProvider"])
        assert {value.name: value.shape for value in session.get_inputs()} == {
            key: value["shape"] for key, value in graph["inputs"].items()
        }, name
        assert [value.name for value in session.get_outputs()] == list(graph["outputs"])


def test_an_older_bundle_is_replaced_and_anything_else_is_not(tmp_path):
    (tmp_path / "holidays.txt").write_text("keep me")
    with pytest.raises(FileExistsError):
        export_tiny(tmp_path, "int8")
    old = tmp_path / "old"
    old.mkdir()
    (old / "bundle.json").write_text("{}")
    (old / "left-over.data").write_text("an unlisted file would make the bundle refused")
    export_tiny(old, "int8")
    assert not (old / "left-over.data").exists()


def test_eight_bits_fold_to_exactly_the_rounded_weights(bundle, tiny, tmp_path):
    """An int8 bundle computes in float32 with the rounded weights, to the last bit: nothing runs in 8 bits."""
    identity = BundleIdentity("rounded", "1", "float32", [(64, 64)])
    tensors = RoundedTensors(RandomTensors(tiny, SEED))
    write_bundle(tmp_path / "rounded", identity, tiny, tensors, TINY_BUNDLE / "tokenizer.json")
    x = np.random.default_rng(3).standard_normal((2, 9, tiny.hidden_size), np.float32)
    features = np.random.default_rng(4).standard_normal((1, tiny.code_dim, 5, 6), np.float32)
    hidden, pixels = [], []
    for folder in (bundle, tmp_path / "rounded"):
        runtime = BundleRuntime(folder)
        hidden.append(runtime.forward("prefill", x, np.stack([text_positions(0, 9)] * 2), Cache(runtime, 2, 16)))
        pixels.append(runtime.run("image_decoder", features=features)["pixels"])
    np.testing.assert_array_equal(*hidden)
    np.testing.assert_array_equal(*pixels)


def test_matrices_are_eight_bits_and_tables_that_are_compared_stay_exact(bundle):
    def types(path: str) -> dict[str, int]:
        model = onnx.load(bundle / path, load_external_data=False)
        return {tensor.name: tensor.data_type for tensor in model.graph.initializer}

    steps = types("transformer/steps.onnx")
    assert steps["model.layers.0.self_attn.q_proj.weight_int8"] == onnx.TensorProto.INT8
    assert steps["model.layers.0.input_layernorm.weight"] == onnx.TensorProto.FLOAT
    assert types("scale_input/model.onnx")["model.visual_embed_tokens.weight"] == onnx.TensorProto.FLOAT
    assert types("image_encoder/quantize.onnx")["unit_codebook"] == onnx.TensorProto.FLOAT


def test_rounding_is_symmetric_and_within_half_a_step():
    weight = np.random.default_rng(0).standard_normal((5, 3, 2, 2)).astype(np.float32)
    weight[2] = 0
    codes, scales = quantise(weight)
    assert codes.min() >= -127 and scales[2] == 1
    assert np.all(np.abs(rounded(weight) - weight) <= scales[:, None, None, None] * 0.5001)
    np.testing.assert_array_equal(rounded(-weight), -rounded(weight))
    np.testing.assert_array_equal(rounded(rounded(weight)), rounded(weight))  # fixtures may round what is round
    assert not is_quantised("model.norm.weight", (4,))


def test_a_checkpoint_that_does_not_fit_its_config_is_refused(tiny, tmp_path):
    random = RandomTensors(tiny, 3)
    stored = {name: random.read(name) for name in random.names()}
    del stored["model.norm.weight"]
    stored["lm_head.weight"] = stored["lm_head.weight"][:-1]
    save_checkpoint(tmp_path, tiny, stored)
    with pytest.raises(
        ValueError, match=r"(?s)model\.norm\.weight: None.*lm_head\.weight: \(639, 64\), not \(640, 64\)"
    ):
        check_checkpoint(tiny, SafetensorsFile(tmp_path / "model.safetensors"))


@pytest.mark.parametrize(
    "old, new, complaint",
    [('"id": 381', '"id": 378', "no special tokens for {'boi': 381}"), ('"id": 383', '"id": 384', "{'pad': 383}")],
)
def test_a_tokenizer_that_does_not_fit_the_model_is_refused(tiny, tmp_path, old, new, complaint):
    tokenizer = tmp_path / "tokenizer.json"
    tokenizer.write_text((TINY_BUNDLE / "tokenizer.json").read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=complaint):
        check_tokenizer(tiny, tokenizer)


@pytest.mark.parametrize("kind", ["F32", "F16"])
def test_a_checkpoint_is_read_tensor_by_tensor(tiny, tmp_path, kind):
    random = RandomTensors(tiny, 3)
    stored = {name: random.read(name).astype("f4" if kind == "F32" else "f2") for name in random.names()}
    save_checkpoint(tmp_path, tiny, stored)
    file = SafetensorsFile(tmp_path / "model.safetensors")
    assert file.names() == random.names()
    for name in file.names():
        np.testing.assert_array_equal(file.read(name), stored[name].astype(np.float32))


def test_a_checkpoint_folder_is_exported_from_the_command_line_without_torch(tiny, tmp_path):
    random = RandomTensors(tiny, SEED)
    save_checkpoint(tmp_path / "trained", tiny, {name: random.read(name) for name in random.names()})
    (tmp_path / "trained" / "tokenizer.json").write_bytes((TINY_BUNDLE / "tokenizer.json").read_bytes())
    program = (
        "import sys; sys.modules['torch'] = None; sys.modules['tokenizers'] = None\n"
        "from nextflow_model.export.__main__ import main; main()"
    )
    arguments = ["--checkpoint", tmp_path / "trained", "--out", tmp_path / "demo", "--precision", "float32"]
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, env={"PYTHONPATH": ":".join(sys.path)})
    manifest = json.loads((tmp_path / "demo" / "bundle.json").read_text("utf-8"))
    assert (manifest["name"], manifest["precision"], manifest["final_grids"]) == ("demo", "float32", [[64, 64]])


def test_some_levels_alone_can_be_offered_and_no_others(tmp_path):
    command = [sys.executable, "-m", "nextflow_model.export", "--random", "--config", str(TINY_BUNDLE / "tiny.json")]
    env = {"PYTHONPATH": ":".join(sys.path)}
    subprocess.run([*command, "--levels", "4", "8", "--out", str(tmp_path / "some")], check=True, env=env)
    assert json.loads((tmp_path / "some" / "bundle.json").read_text("utf-8"))["levels"] == [4, 8]
    refused = subprocess.run(
        [*command, "--levels", "5", "--out", str(tmp_path / "none")], env=env, capture_output=True, text=True
    )
    assert refused.returncode != 0 and "no level 5" in refused.stderr
    assert not (tmp_path / "none").exists()
