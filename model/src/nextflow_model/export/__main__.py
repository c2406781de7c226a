"""python -m nextflow_model.export: a checkpoint folder, or a config with random weights, to a bundle folder."""

import argparse
from collections.abc import Callable
from pathlib import Path

from nextflow_model.config import ModelConfig

from .bundle import BundleIdentity, write_bundle
from .config import read_config
from .random_tensors import RandomTensors
from .tensors import SafetensorsFile
from .validate import check_checkpoint


def main() -> None:
    arguments = _parser().parse_args()
    config_path = arguments.config if arguments.random else arguments.checkpoint / "config.json"
    config, final_grids = read_config(config_path)
    tensors = RandomTensors(config, arguments.seed) if arguments.random else _checkpoint(arguments.checkpoint, config)
    identity = BundleIdentity(arguments.name or arguments.out.name, arguments.version, arguments.precision, final_grids)
    tokenizer = config_path.parent / "tokenizer.json"
    write_bundle(arguments.out, identity, config, tensors, tokenizer, _fixtures() if arguments.fixtures else None)
    for path in sorted(path for path in arguments.out.rglob("*") if path.is_file()):
        print(f"{path.stat().st_size:>12,}  {path.relative_to(arguments.out).as_posix()}")


def _checkpoint(folder: Path, config: ModelConfig) -> SafetensorsFile:
    tensors = SafetensorsFile(folder / "model.safetensors")
    check_checkpoint(config, tensors)
    return tensors


def _fixtures() -> Callable[..., str]:
    from .fixtures.parity import parity_fixtures  # here, because only fixtures need torch

    return parity_fixtures


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nextflow_model.export", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint", type=Path, help="folder with config.json, model.safetensors and tokenizer.json")
    source.add_argument(
        "--random", action="store_true", help="random weights for --config, whose folder also holds tokenizer.json"
    )
    parser.add_argument("--config", type=Path, help="config.json of the random model")
    parser.add_argument("--seed", type=int, default=7, help="of the random weights")
    parser.add_argument("--out", type=Path, required=True, help="the bundle's folder; emptied first")
    parser.add_argument("--name", help="the bundle's name; default: the folder's")
    parser.add_argument("--version", default="2026.11.24", help="the bundle's version")
    parser.add_argument("--precision", choices=("int8", "float32"), default="int8", help="how weights are stored")
    parser.add_argument(
        "--fixtures", action="store_true", help="also write fixtures/parity.json; needs torch and tokenizers"
    )
    return parser


if __name__ == "__main__":
    main()
