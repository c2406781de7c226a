"""The fixtures of the checked-in bundle, replayed through its own graphs as a runtime in another language does."""

import base64
import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from bundle_runtime import BundleRuntime, Request
from tokenizers import Tokenizer

from nextflow_model.sampler import Sampling
from nextflow_model.schedule import scale_grids

FOLDER = Path(__file__).parents[2] / "bundles" / "tiny"
FIXTURES = json.loads((FOLDER / "fixtures" / "parity.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def runtime() -> BundleRuntime:
    return BundleRuntime(FOLDER)


def decode(entry: dict) -> np.ndarray:
    data = entry["data"]
    values = np.frombuffer(base64.b64decode(data), "<f4") if isinstance(data, str) else np.array(data, entry["type"])
    assert values.dtype == entry["type"]
    return values.reshape(entry["shape"])


def test_every_graph_has_a_case():
    assert {case["graph"] for case in FIXTURES["graphs"]} == set(BundleRuntime(FOLDER).manifest["graphs"])


@pytest.mark.parametrize("case", FIXTURES["graphs"], ids=lambda case: case["graph"])
def test_graphs(runtime, case):
    outputs = runtime.run(case["graph"], **{name: decode(entry) for name, entry in case["inputs"].items()})
    assert set(outputs) == set(case["outputs"])
    for name, entry in case["outputs"].items():
        exact = entry["type"] == "int64"
        difference = np.abs(outputs[name].astype(np.float64) - decode(entry).astype(np.float64))
        assert difference.max() <= (0 if exact else case["tolerance"]), name


@pytest.mark.parametrize("drawing", FIXTURES["drawings"], ids=lambda d: f"{d['name']}-{d['level']}-{d['grid']}")
def test_drawings(runtime, drawing):
    sampling = Sampling(*(drawing[name] for name in ("guidance", "temperature", "top_k", "top_p")))
    request = Request(
        drawing["conditional_ids"], drawing["unconditional_ids"], sampling, int(drawing["seed"]), drawing["image"]
    )  # fmt: skip
    codes = runtime.draw([request], scale_grids(drawing["level"], tuple(drawing["grid"])))[0]
    assert [scale.tolist() for scale in codes] == drawing["codes"]


def test_texts():
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.encode_special_tokens = True
    for text in FIXTURES["texts"]:
        assert tokenizer.encode(text["text"], add_special_tokens=False).ids == text["ids"]
        assert tokenizer.decode(text["ids"], skip_special_tokens=False) == unicodedata.normalize("NFC", text["text"])
