"""The stand-in tokenizer: as many ids as the model has, and any text comes back from it."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from export_models import TINY_BUNDLE
from tokenizers import Tokenizer

from nextflow_model.export.config import read_config
from nextflow_model.export.stand_in_tokenizer import stand_in_tokenizer
from nextflow_model.export.validate import check_tokenizer

CONFIGS = Path(__file__).parent.parent / "configs"
TEXTS = ["a red house", "héllo wörld, 東京 42!", "<|im_end|>\n\tzebra"]


@pytest.fixture(scope="module")
def full_shape(tmp_path_factory):
    config, _ = read_config(CONFIGS / "nextflow-7b" / "config.json")
    path = tmp_path_factory.mktemp("stand-in") / "tokenizer.json"
    stand_in_tokenizer(config).save(path)
    return config, path


def test_it_has_the_ids_of_the_model(full_shape):
    config, path = full_shape
    check_tokenizer(config, path)
    document = json.loads(path.read_text("utf-8"))
    specials = {token["id"]: token["content"] for token in document["added_tokens"]}
    assert sorted(document["model"]["vocab"].values()) == list(range(151_643))
    assert sorted(specials) == list(range(151_643, config.text_vocab_size))
    assert (specials[151_652], specials[151_700]) == ("<|boi|>", "<|unused_151700|>")


def test_the_tokenizers_library_reads_it_and_text_comes_back(full_shape):
    config, path = full_shape
    library, ours = Tokenizer.from_file(str(path)), stand_in_tokenizer(config)
    assert library.get_vocab_size() == config.text_vocab_size
    assert library.token_to_id("<|boi|>") == config.special_tokens["boi"]
    for text in TEXTS:
        ids = ours.encode(text)
        assert max(ids) < 151_643 and ours.decode(ids) == text
    for text in TEXTS[:2]:  # the third names a special token, which the library finds in text and ours never does
        assert library.encode(text).ids == ours.encode(text)


def test_too_few_ordinary_ids_for_single_bytes_are_refused():
    config, _ = read_config(TINY_BUNDLE / "tiny.json")
    with pytest.raises(ValueError, match="255 ids below the special ones"):
        stand_in_tokenizer(replace(config, special_tokens={"pad": 255}))


def test_a_config_without_a_tokenizer_is_exported_with_the_stand_in_on_request(tmp_path):
    (tmp_path / "config.json").write_bytes((TINY_BUNDLE / "tiny.json").read_bytes())
    command = [sys.executable, "-m", "nextflow_model.export", "--random", "--config", tmp_path / "config.json"]
    command += ["--out", tmp_path / "bundle"]
    environment = {"PYTHONPATH": ":".join(sys.path)}
    refused = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert refused.returncode != 0 and "tokenizer.json" in refused.stderr
    subprocess.run([*command, "--stand-in-tokenizer"], env=environment, check=True)
    assert json.loads((tmp_path / "bundle" / "tokenizer.json").read_text("utf-8"))["added_tokens"][0]["id"] == 379
