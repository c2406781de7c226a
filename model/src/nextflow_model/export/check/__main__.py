"""python -m nextflow_model.export.check: hashes, shapes and one step of a bundle, in little memory."""

import argparse
import shlex
import sys
from pathlib import Path

import onnx

from ..measurements import Measurements, add_options
from .bundle_files import check_files
from .graph_runs import GraphRuns
from .graph_shapes import check_graphs
from .manifest import read_manifest
from .one_step import run_steps
from .stored_weights import check_weights


def main() -> int:
    arguments = _parser().parse_args()
    measurements = Measurements()
    try:
        check_bundle(arguments.bundle, arguments.steps, arguments.threads, measurements)
    except (ValueError, onnx.checker.ValidationError) as refusal:
        print(f"{arguments.bundle} refused: {refusal}", file=sys.stderr)
        return 1
    measurements.write(arguments, f"python -m nextflow_model.export.check {shlex.join(sys.argv[1:])}")
    return 0


def check_bundle(folder: Path, steps: int, threads: int, measurements: Measurements) -> None:
    """Raises on the first thing that does not fit."""
    manifest = read_manifest(folder)
    prefix = f"check_{manifest.values['precision']}"
    with measurements.timed(f"{prefix}_hashes"):
        check_files(folder, manifest.values["files"])
    with measurements.timed(f"{prefix}_shapes"):
        check_graphs(folder, manifest)
        check_weights(folder, manifest)
    run_steps(manifest, GraphRuns(folder, manifest, threads, measurements, prefix), steps)
    measurements.add_peak_memory(f"{prefix}_peak_memory")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nextflow_model.export.check", description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True, help="the bundle's folder")
    parser.add_argument("--steps", type=int, default=1, help="scales drawn after the first, at the first level")
    parser.add_argument("--threads", type=int, default=1, help="of the runtime")
    add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
