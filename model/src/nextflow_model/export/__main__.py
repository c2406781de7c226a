"""python -m nextflow_model.export: a checkpoint folder, or a config with random weights, to a bundle folder."""

import argparse
import shlex
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from nextflow_model.config import ModelConfig

from .bundle import BundleIdentity, write_bundle
from .config import read_config
from .measurements import Measurements, add_options
from .random_tensors import RandomTensors
from .stand_in_tokenizer import stand_in_tokenizer
from .tensors import SafetensorsFile
from .validate import check_checkpoint


def main() -> None:
    arguments = _parser().parse_args()
    started = time.monotonic()
    config_path = arguments.config if arguments.random else arguments.checkpoint / "config.json"
    config, final_grids = read_config(config_path)
    config = _offering(config, arguments.levels)
    tensors = RandomTensors(config, arguments.seed) if arguments.random else _checkpoint(arguments.checkpoint, config)
    identity = BundleIdentity(arguments.name or arguments.out.name, arguments.version, arguments.precision, final_grids)
    with TemporaryDirectory() as scratch:
        tokenizer = config_path.parent / "tokenizer.json"
        if arguments.stand_in_tokenizer:
            tokenizer = Path(scratch) / "tokenizer.json"
            stand_in_tokenizer(config).save(tokenizer)
        write_bundle(arguments.out, identity, config, tensors, tokenizer, _fixtures() if arguments.fixtures else None)
    _report(arguments, time.monotonic() - started)


def _offering(config: ModelConfig, levels: list[int] | None) -> ModelConfig:
    """Some of the levels that the model knows; a gateway draws the largest where nobody says which."""
    unknown = set(levels or ()) - set(config.levels)
    if unknown:
        raise SystemExit(f"the model has no level {min(unknown)}: {config.levels}")
    return replace(config, levels=levels) if levels else config


def _report(arguments: argparse.Namespace, seconds: float) -> None:
    files = sorted(path for path in arguments.out.rglob("*") if path.is_file())
    for path in files:
        print(f"{path.stat().st_size:>14,}  {path.relative_to(arguments.out).as_posix()}")
    measurements, prefix = Measurements(), f"export_{arguments.precision}"
    measurements.add(f"{prefix}_size", sum(path.stat().st_size for path in files), "bytes")
    measurements.add(f"{prefix}_time", seconds, "s")
    measurements.add_peak_memory(f"{prefix}_peak_memory")
    measurements.write(arguments, f"python -m nextflow_model.export {shlex.join(sys.argv[1:])}")


def _checkpoint(folder: Path, config: ModelConfig) -> SafetensorsFile:
    tensors = SafetensorsFile(folder / "model.safetensors")
    check_checkpoint(config, tensors)
    return tensors


def _fixtures() -> dict[str, Callable[..., str]]:
    from .fixtures.composition_cases import composition_fixtures  # here, because only fixtures need torch
    from .fixtures.parity import parity_fixtures

    return {"parity.json": parity_fixtures, "compositions.json": composition_fixtures}


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
    parser.add_argument("--levels", type=int, nargs="+", help="that the bundle offers; all of the model's if not given")
    parser.add_argument("--precision", choices=("int8", "float32"), default="int8", help="how weights are stored")
    parser.add_argument(
        "--fixtures", action="store_true", help="also write fixtures/*.json; needs torch and tokenizers"
    )
    parser.add_argument(
        "--stand-in-tokenizer", action="store_true", help="make a tokenizer.json of the config's size, without words"
    )
    add_options(parser)
    return parser


if __name__ == "__main__":
    main()
