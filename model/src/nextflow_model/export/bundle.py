"""Writes a whole bundle: every graph, the tokenizer, and bundle.json, which names the hash of every file."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from nextflow_model.config import ModelConfig

from .config import Grid, sampler_candidates
from .graph_list import build_graphs
from .tensors import RoundedTensors, Tensors
from .validate import check_graph, check_tokenizer, describe_graph
from .weights import Weights

FORMAT = "nextflow-bundle/1"
LIFTED = ("special_tokens", "templates", "levels", "final_grids", "sampling")  # beside "model", not inside it


@dataclass(frozen=True)
class BundleIdentity:
    """What bundle.json says about itself."""

    name: str
    version: str
    precision: str  # int8 or float32
    final_grids: list[Grid]  # rows of the published table a caller may ask for


def write_bundle(
    folder: Path, identity: BundleIdentity, config: ModelConfig, tensors: Tensors, tokenizer: Path, fixtures=None
) -> None:
    """Writes into `folder`, which is emptied first: a file left over from an older export would get the bundle refused.

    `fixtures` has makers of texts by the name of their file in fixtures/: of the model, its grids, its weights as
    stored, its tokenizer.
    """
    check_tokenizer(config, tokenizer)
    _empty(folder)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    graph_files = build_graphs(folder, config, Weights(tensors, identity.precision))
    for path in graph_files.values():
        check_graph(folder / path)
    if fixtures is not None:
        (folder / "fixtures").mkdir()
        stored = RoundedTensors(tensors) if identity.precision == "int8" else tensors
        for name, make in fixtures.items():
            _write_text(folder / "fixtures" / name, make(config, identity.final_grids, stored, tokenizer))
    graphs = {name: {"file": path, **describe_graph(folder / path)} for name, path in graph_files.items()}
    manifest = _manifest(identity, config, graphs, file_entries(folder))
    _write_text(folder / "bundle.json", json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")


def _empty(folder: Path) -> None:
    """Only a bundle, or nothing, is ever replaced: a mistyped --out must not cost anybody a folder."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "bundle.json").is_file():
        raise FileExistsError(f"{folder} holds something that is not a bundle")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _manifest(identity: BundleIdentity, config: ModelConfig, graphs: dict, files: dict) -> dict:
    values = config.to_dict()
    model = {key: value for key, value in values.items() if key not in LIFTED}
    return {
        "format": FORMAT,
        "name": identity.name,
        "version": identity.version,
        "precision": identity.precision,
        "model": {**model, "stride": config.visual_tokenizer.stride},
        "special_tokens": values["special_tokens"],
        "templates": values["templates"],
        "levels": values["levels"],
        "final_grids": identity.final_grids,
        "sampling": values["sampling"],
        "sampler_candidates": sampler_candidates(config),
        "graphs": graphs,
        "files": files,
    }


def file_entries(folder: Path) -> dict:
    """SHA-256 and size of every file there is, by relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): {"sha256": _sha256(path), "bytes": path.stat().st_size} for path in paths
    }


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))  # bytes: no platform turns the line ends, the digest is over them
