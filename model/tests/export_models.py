"""The random model that the export tests share: a bundle in a folder and the PyTorch networks with the same weights."""

from dataclasses import dataclass, replace
from pathlib import Path

from bundle_runtime import BundleRuntime

from nextflow_model.config import ModelConfig
from nextflow_model.export.bundle import BundleIdentity, write_bundle
from nextflow_model.export.config import Grid, read_config
from nextflow_model.export.random_tensors import RandomTensors
from nextflow_model.export.tensors import RoundedTensors
from nextflow_model.transformer.model import Transformer
from nextflow_model.visual_tokenizer.model import VisualTokenizer
from nextflow_model.weights import build_modules

TINY_BUNDLE = Path(__file__).parent.parent / "configs" / "tiny-bundle"
SEED = 7


@dataclass(frozen=True)
class Exported:
    """A bundle, opened, and its reference."""

    folder: Path
    config: ModelConfig
    runtime: BundleRuntime
    transformer: Transformer
    tokenizer: VisualTokenizer


def read_tiny(changes: dict) -> tuple[ModelConfig, list[Grid]]:
    config, final_grids = read_config(TINY_BUNDLE / "tiny.json")
    return replace(config, **changes), final_grids


def export_tiny(folder: Path, precision: str, **changes) -> None:
    config, final_grids = read_tiny(changes)
    identity = BundleIdentity("tiny", "1", precision, final_grids)
    write_bundle(folder, identity, config, RandomTensors(config, SEED), TINY_BUNDLE / "tokenizer.json")


def exported_tiny(folder: Path, precision: str, **changes) -> Exported:
    """`changes` of its config."""
    config, _ = read_tiny(changes)
    export_tiny(folder, precision, **changes)
    exact = RandomTensors(config, SEED)
    tensors = RoundedTensors(exact) if precision == "int8" else exact
    modules = build_modules(config.to_dict(), {name: tensors.read(name) for name in tensors.names()})
    return Exported(folder, config, BundleRuntime(folder), *modules)
