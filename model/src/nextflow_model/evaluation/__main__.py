"""`python -m nextflow_model.evaluation`: examines a checkpoint in all abilities, or some, and writes the evidence.

Tune with `--split train`; `--stored int8 --name demo-quality-int8` examines what an 8-bit bundle computes with.
"""

import argparse
import json
import os
import platform
import shlex
import sys
import time
from pathlib import Path

import torch

from nextflow_model.evaluation.abilities import ABILITIES
from nextflow_model.evaluation.artist import Artist, Loading
from nextflow_model.evaluation.contact_sheet import contact_sheet
from nextflow_model.evaluation.examination import Answer
from nextflow_model.evaluation.parts import examine_in_processes, examine_part, parts_of
from nextflow_model.evaluation.rows import report_rows

SAMPLING = {"guidance": float, "temperature": float, "top_k": int, "top_p": float}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nextflow_model.evaluation", description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", default="runs/demo/checkpoint")
    parser.add_argument("--abilities", type=_abilities, default=list(ABILITIES), help=f"of {','.join(ABILITIES)}")
    parser.add_argument("--n", type=int, default=300, help="questions per ability")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=("heldout", "train"), default="heldout", help="tune on train only")
    parser.add_argument("--level", type=int, default=0, help="number of scales; 0 is the checkpoint's largest level")
    parser.add_argument("--stored", choices=("float32", "int8"), default="float32", help="weights as a bundle has them")
    parser.add_argument("--evidence", default="../docs/evidence", help="folder of the report and the contact sheets")
    parser.add_argument("--name", default="demo-quality", help="of the report; contact sheets are NAME-ABILITY.png")
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    for name, kind in SAMPLING.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, help="instead of the checkpoint's own value")
    return parser.parse_args()


def _abilities(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - ABILITIES.keys():
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


def examined(options: argparse.Namespace, loading: Loading, artist: Artist) -> tuple[list[Answer], dict[str, float]]:
    """All answers, and the CPU seconds that each ability took."""
    parts = [p for name in options.abilities for p in parts_of(name, options.n, options.seed, options.split)]
    done = (
        examine_in_processes(loading, parts, options.workers, options.threads)
        if options.workers > 1
        else (examine_part(artist, part) for part in parts)
    )
    answers, seconds = [], dict.fromkeys(options.abilities, 0.0)
    for part, result in zip(parts, done, strict=True):
        answers += result.answers
        seconds[part.ability] = round(seconds[part.ability] + result.seconds, 1)
    return answers, seconds


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    sampling = {name: getattr(options, name) for name in SAMPLING if getattr(options, name) is not None}
    loading = Loading(options.checkpoint, sampling, options.level, options.stored)
    artist = Artist(loading)
    answers, seconds = examined(options, loading, artist)
    report = {
        "command": shlex.join(["python", "-m", "nextflow_model.evaluation", *sys.argv[1:]]),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, no accelerator",
        "date": time.strftime("%Y-%m-%d"),
        "split": options.split,
        "level": artist.level,
        "stored": options.stored,
        "sampling": vars(artist.sampling),
        "cpu_seconds": seconds,
        "rows": report_rows(answers),
    }
    folder = Path(options.evidence)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{options.name}.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    for ability in options.abilities:
        sheet = contact_sheet([answer for answer in answers if answer.question.ability == ability])
        if sheet is not None:
            sheet.save(folder / f"{options.name}-{ability}.png", optimize=True)
    for row in report["rows"]:
        print(row)


if __name__ == "__main__":
    main()
