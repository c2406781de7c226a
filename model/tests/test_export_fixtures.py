"""The fixtures of every checked-in bundle, replayed through its own graphs as a runtime in another language does."""

import base64
import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from bundle_runtime import BundleRuntime, Cache, Request
from tokenizers import Tokenizer

from nextflow_model.rope import text_positions
from nextflow_model.sampler import Sampling
from nextflow_model.schedule import scale_grids

BUNDLES = {
    path.parents[1].name: path.parents[1] for path in Path(__file__).parents[2].glob("bundles/*/fixtures/parity.json")
}
FIXTURES = {
    name: json.loads((folder / "fixtures" / "parity.json").read_text("utf-8")) for name, folder in BUNDLES.items()
}
GRAPH_CASES = [
    pytest.param(name, case, id=f"{name}-{case['graph']}") for name in BUNDLES for case in FIXTURES[name]["graphs"]
]
DRAWINGS = [
    pytest.param(name, drawing, id=f"{name}-{drawing['name']}-{drawing['level']}-{drawing['grid']}")
    for name in BUNDLES
    for drawing in FIXTURES[name]["drawings"]
]


@pytest.fixture(scope="module")
def runtimes() -> dict[str, BundleRuntime]:
    return {name: BundleRuntime(folder) for name, folder in BUNDLES.items()}


def decode(entry: dict) -> np.ndarray:
    data = entry["data"]
    values = np.frombuffer(base64.b64decode(data), "<f4") if isinstance(data, str) else np.array(data, entry["type"])
    assert values.dtype == entry["type"]
    return values.reshape(entry["shape"])


@pytest.mark.parametrize("bundle", BUNDLES)
def test_every_graph_has_a_case(runtimes, bundle):
    assert {case["graph"] for case in FIXTURES[bundle]["graphs"]} == set(runtimes[bundle].manifest["graphs"])


@pytest.mark.parametrize("bundle, case", GRAPH_CASES)
def test_graphs(runtimes, bundle, case):
    outputs = runtimes[bundle].run(case["graph"], **{name: decode(entry) for name, entry in case["inputs"].items()})
    assert set(outputs) == set(case["outputs"])
    for name, entry in case["outputs"].items():
        exact = entry["type"] == "int64"
        difference = np.abs(outputs[name].astype(np.float64) - decode(entry).astype(np.float64))
        assert difference.max() <= (0 if exact else case["tolerance"]), name


@pytest.mark.parametrize("bundle, drawing", DRAWINGS)
def test_drawings(runtimes, bundle, drawing):
    sampling = Sampling(*(drawing[name] for name in ("guidance", "temperature", "top_k", "top_p")))
    ids = drawing["conditional_ids"], drawing["unconditional_ids"]
    request = Request(*ids, sampling, int(drawing["seed"]), drawing["image"])
    codes = runtimes[bundle].draw([request], scale_grids(drawing["level"], tuple(drawing["grid"])))[0]
    assert [scale.tolist() for scale in codes] == drawing["codes"]


@pytest.mark.parametrize("bundle", BUNDLES)
def test_texts(bundle):
    tokenizer = Tokenizer.from_file(str(BUNDLES[bundle] / "tokenizer.json"))
    tokenizer.encode_special_tokens = True
    for text in FIXTURES[bundle]["texts"]:
        normal = unicodedata.normalize("NFC", text["text"])
        assert tokenizer.encode(normal, add_special_tokens=False).ids == text["ids"]
        assert tokenizer.decode(text["ids"], skip_special_tokens=False) == normal


@pytest.mark.parametrize("bundle", BUNDLES)
def test_continuations(runtimes, bundle):
    """Greedy text: prefill once, then one token at a time through steps."""
    runtime = runtimes[bundle]
    for continuation in FIXTURES[bundle]["continuations"]:
        ids, cache = continuation["ids"], Cache(runtime, 1, len(continuation["ids"]) + len(continuation["next_ids"]))
        hidden, next_ids = runtime.prefill([ids], 0, cache), []
        for position in range(len(ids), len(ids) + len(continuation["next_ids"])):
            next_ids.append(int(runtime.run("text_head", hidden_states=hidden[:, None])["ids"][0, 0]))
            newest = {"ids": np.array([next_ids[-1:]]), "scale_counts": np.array([[0]])}
            embedded = runtime.run("text_embedding", **newest)["inputs_embeds"]
            hidden = runtime.forward("steps", embedded, text_positions(position, 1)[None], cache)[:, 0]
            cache.past = cache.past + 1
        assert next_ids == continuation["next_ids"]


@pytest.mark.parametrize("bundle", BUNDLES)
def test_answers_about_pictures(runtimes, bundle):
    """Text through prefill, whole pictures scale by scale through steps, then greedy text."""
    runtime = runtimes[bundle]
    for answer in FIXTURES[bundle].get("answers", []):  # bundles that were exported earlier have none
        assert _continued(runtime, answer) == answer["next_ids"]


def _continued(runtime: BundleRuntime, answer: dict) -> list[int]:
    grids_of = [scale_grids(picture["level"], tuple(picture["grid"])) for picture in answer["pictures"]]
    extra = 1 if runtime.reads_last_scale else 0  # blocks of a picture, beside those of its scales from the second on
    blocks = sum(rows * columns for grids in grids_of for rows, columns in grids[1:] + grids[-1:] * extra)
    cache = Cache(runtime, 1, len(answer["ids"]) + len(answer["next_ids"]) + blocks)
    position, read, next_ids = 0, 0, []
    for picture, grids in zip(answer["pictures"], grids_of):
        text = answer["ids"][read : picture["boi"] + 1]
        runtime.write(text, cache, position, len(grids))
        position, read = position + len(text), read + len(text)
        runtime.read_picture(picture["codes"], grids, cache, position)
        position += len(grids) - 1 + extra
    unread = answer["ids"][read:]
    for _ in answer["next_ids"]:
        hidden = runtime.write(unread, cache, position)
        position += len(unread)
        unread = [int(runtime.run("text_head", hidden_states=hidden[:, -1:])["ids"][0, 0])]
        next_ids += unread
    return next_ids
