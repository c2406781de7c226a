"""The graphs are valid and take and give what bundle.json says; the tokenizer fits. No weight is loaded."""

from pathlib import Path

from ..graph_list import SINGLE_GRAPHS, TRANSFORMER_GRAPHS
from ..validate import check_graph, check_tokenizer, describe_graph
from . import BundleRefused
from .manifest import Manifest


def check_graphs(folder: Path, manifest: Manifest) -> None:
    needed = TRANSFORMER_GRAPHS.keys() | SINGLE_GRAPHS.keys()
    if manifest.graphs.keys() != needed:
        raise BundleRefused(f"missing or unknown graphs: {sorted(manifest.graphs.keys() ^ needed)}")
    for name, listed in manifest.graphs.items():
        check_graph(folder / listed["file"])
        described = {"file": listed["file"], **describe_graph(folder / listed["file"])}
        if described != listed:
            raise BundleRefused(f"graph {name} is {described}, bundle.json says {listed}")
    check_tokenizer(manifest.config, folder / "tokenizer.json")
