"""An export holds one stored tensor and a constant, whatever the model's size; rows may be read on their own."""

import hashlib
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from export_models import TINY_BUNDLE

from nextflow_model.checkpoint import save_checkpoint
from nextflow_model.export.bundle import BundleIdentity, write_bundle
from nextflow_model.export.config import read_config
from nextflow_model.export.quantise import quantise
from nextflow_model.export.random_tensors import BLOCK, RandomTensors
from nextflow_model.export.row_blocks import BLOCK_ELEMENTS, row_blocks
from nextflow_model.export.stored_arrays import in_eight_bits, in_float32
from nextflow_model.export.tensors import RoundedTensors, SafetensorsFile, Tensors

TINY, _ = read_config(TINY_BUNDLE / "tiny.json")
# 60 M numbers, 240 MB in float32; the largest tensors are the embedding and the head, 16 M numbers each.
MIDDLING = replace(
    TINY, hidden_size=512, head_dim=128, intermediate_size=2048, num_hidden_layers=6, text_vocab_size=32_768
)
CONSTANT_BYTES = 8 * 4 * BLOCK_ELEMENTS  # one block, and what rounding it takes


@pytest.mark.parametrize("precision, bytes_per_number", [("int8", 1), ("float32", 4)])
def test_an_export_holds_one_stored_tensor_at_a_time(tmp_path, precision, bytes_per_number):
    largest = MIDDLING.text_vocab_size * MIDDLING.hidden_size * bytes_per_number
    identity = BundleIdentity("middling", "1", precision, [(64, 64)])
    tracemalloc.start()
    write_bundle(tmp_path / "b", identity, MIDDLING, RandomTensors(MIDDLING, 1), TINY_BUNDLE / "tokenizer.json")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert largest < peak < largest + CONSTANT_BYTES


def sources(folder) -> dict[str, Tensors]:
    random = RandomTensors(TINY, 3)
    save_checkpoint(folder / "f4", TINY, {name: random.read(name) for name in random.names()})
    save_checkpoint(folder / "f2", TINY, {name: random.read(name).astype("f2") for name in random.names()})
    files = {kind: SafetensorsFile(folder / kind / "model.safetensors") for kind in ("f4", "f2")}
    return {"random": random, "rounded": RoundedTensors(random), **files}


def test_rows_read_on_their_own_are_those_of_the_whole_tensor(tmp_path):
    for kind, tensors in sources(tmp_path).items():
        for name in ("lm_head.weight", "visual_tokenizer.pixel_encoder.stem.weight", "model.norm.weight"):
            whole = tensors.read(name)
            for rows in (slice(0, 1), slice(3, 11), slice(5, None)):
                np.testing.assert_array_equal(tensors.read(name, rows), whole[rows], err_msg=f"{kind} {name}")


def test_blocks_cover_every_row_once_and_stay_small():
    width = BLOCK_ELEMENTS // 3
    blocks = list(row_blocks((10, width), slice(2, None)))
    assert [block for block, _ in blocks] == [slice(2, 5), slice(5, 8), slice(8, 10)]
    assert [target for _, target in blocks] == [slice(0, 3), slice(3, 6), slice(6, 8)]
    assert len(list(row_blocks((2, 2 * BLOCK_ELEMENTS), slice(None)))) == 2  # a row is never cut


def test_what_is_stored_block_by_block_is_what_was_rounded_whole():
    config = replace(TINY, text_vocab_size=40_000)  # the head takes three blocks
    tensors, rows = RandomTensors(config, 2), slice(7, None)
    weight = tensors.read("lm_head.weight")[rows]
    codes, scales = in_eight_bits(tensors, "lm_head.weight", rows, transpose=True)
    np.testing.assert_array_equal(codes, quantise(weight)[0].T)
    np.testing.assert_array_equal(scales, quantise(weight)[1])
    np.testing.assert_array_equal(in_float32(tensors, "lm_head.weight", rows, transpose=True), weight.T)


def test_random_numbers_are_splitmix64_of_seed_name_and_place():
    """Against plain integers: a number depends on its place alone, also where a block of numbers ends."""
    config = replace(TINY, text_vocab_size=BLOCK // TINY.hidden_size + 100)
    values = RandomTensors(config, 7).read("model.embed_tokens.weight").ravel()
    for place in (0, 1, BLOCK - 1, BLOCK, BLOCK + 77):
        assert values[place] == splitmix_float("7/model.embed_tokens.weight", place), place
    assert not np.array_equal(values, RandomTensors(config, 8).read("model.embed_tokens.weight").ravel())


def splitmix_float(key: str, place: int) -> np.float32:
    wrap = 2**64 - 1
    z = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "little") + (place + 1) * 0x9E3779B97F4A7C15 & wrap
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & wrap
    z = (z ^ z >> 27) * 0x94D049BB133111EB & wrap
    return np.float32((z ^ z >> 31) >> 40) * np.float32(2.0**-23) - np.float32(1)
