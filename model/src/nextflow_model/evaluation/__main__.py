"""`python -m nextflow_model.evaluation --prompts 300`: examines a checkpoint and writes the evidence."""

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path

import torch

from nextflow_model.evaluation.artist import Artist
from nextflow_model.evaluation.contact_sheet import contact_sheet
from nextflow_model.evaluation.examination import Answer, drawing_rows, examine, tokenizer_rows
from nextflow_model.evaluation.prompts import questions

REPORT_FILE, SHEET_FILE = "demo-quality.json", "demo-contact-sheet.png"
SHEET_PICTURES = 48


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nextflow_model.evaluation", description=__doc__)
    parser.add_argument("--checkpoint", default="runs/demo/checkpoint")
    parser.add_argument("--prompts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--split", choices=("heldout", "train"), default="heldout", help="tune on train, report heldout"
    )
    parser.add_argument("--evidence", default="../docs/evidence", help="folder of the report and the contact sheet")
    parser.add_argument("--threads", type=int, default=1)
    for name, kind in (("guidance", float), ("temperature", float), ("top-k", int), ("top-p", float)):
        parser.add_argument(f"--{name}", type=kind, help="instead of the checkpoint's own value")
    return parser.parse_args()


def chosen_sampling(options: argparse.Namespace) -> dict[str, float]:
    names = ("guidance", "temperature", "top_k", "top_p")
    return {name: getattr(options, name) for name in names if getattr(options, name) is not None}


def spread(answers: list[Answer], count: int) -> list[Answer]:
    """About `count` answers, evenly taken over all abilities."""
    step = max(1, len(answers) // count)
    return answers[::step][:count]


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    artist = Artist(options.checkpoint, chosen_sampling(options))
    asked = questions(options.prompts, options.seed, options.split)
    answers = examine(artist, asked, seed=options.seed)
    report = {
        "command": " ".join(["python -m nextflow_model.evaluation", *sys.argv[1:]]),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, no accelerator",
        "date": time.strftime("%Y-%m-%d"),
        "sampling": vars(artist.sampling),
        "rows": drawing_rows(answers) + tokenizer_rows(artist, asked),
    }
    folder = Path(options.evidence)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REPORT_FILE).write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    contact_sheet(spread(answers, SHEET_PICTURES)).save(folder / SHEET_FILE)
    for row in report["rows"]:
        print(row)


if __name__ == "__main__":
    main()
