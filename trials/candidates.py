"""What a picture gains where it is chosen among four candidates by questions, and what the choice after an earlier scale is worth.

    ./nextflow up
    PYTHONPATH=model/src python trials/candidates.py --out docs/evidence/candidates.json

Needs Python 3.11, NumPy and Pillow (docs/tour/requirements.lock). Captions are held out from training; the questions, up to three, are
those of the tasks, with answers that the caption gives. Every candidate's own picture is judged by `nextflow_model.judge`, which
knows nothing of questions: a chosen picture is to the token that of its seed.
"""

import argparse
import io
import json
import os
import platform
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

from nextflow_model.judge import check, read
from nextflow_model.tasks.questions.asked import Unfit
from nextflow_model.tasks.questions.colours import name_colour
from nextflow_model.tasks.questions.counting import count_things
from nextflow_model.tasks.questions.places import locate
from nextflow_model.tasks.questions.presence import is_so, is_there
from nextflow_model.world import Caption, Scene, caption, demands, sample_scene

CANDIDATES = 4
LEVEL = 6
MOST_QUESTIONS = 3
ASKED = {"count": (count_things, name_colour, count_things), "relation": (name_colour, locate, name_colour, is_so, is_there)}
# What a caption does not say: which part of the picture a thing is in, and what is not there.
UNSAID = ("no", "there", "none", "zero", "at the", "on the", "in the")


def questions(rng: np.random.Generator, scene: Scene, ability: str) -> list[dict[str, str]]:
    """Different ones, with the answers that are hoped for."""
    asked: dict[str, str] = {}
    for ask in ASKED[ability]:
        try:
            question = ask(rng, scene)
        except Unfit:
            continue
        if not question.shorts[0].lower().startswith(UNSAID):
            asked.setdefault(question.text, question.shorts[0])
    return [{"question": text, "answer": answer} for text, answer in asked.items()][:MOST_QUESTIONS]


def call(url: str, body: dict | None = None) -> bytes:
    headers = {"Content-Type": "application/json", "Prefer": "wait=60"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=120) as answer:
        return answer.read()


def drawn(url: str, **wish) -> dict:
    job = json.loads(call(f"{url}/v1/generations", wish))
    if job["state"] != "succeeded":
        raise SystemExit(f"{job['id']} is {job['state']}")
    return job


def right(url: str, scene: Scene, text: Caption, seed: int) -> bool:
    """Whether the judge finds all that the caption wants in the picture of this seed."""
    job = drawn(url, prompt=str(text), seed=seed, level=LEVEL)
    pixels = np.asarray(Image.open(io.BytesIO(call(url + job["images"][0]["url"]))).convert("RGB"))
    return check(read(pixels), demands(scene, text)).right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--platform", default="http://127.0.0.1:8080")
    parser.add_argument("--captions", type=int, default=60)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    rng, url = np.random.default_rng(5), options.platform
    rights: list[list[bool]] = []
    chosen: list[list[int]] = []  # [caption][scale - 1]
    while len(rights) < options.captions:
        ability = ("count", "relation")[len(rights) % 3 > 0]
        scene = sample_scene(rng, ability, "heldout")
        text, seed = caption(scene, rng), 1000 * len(rights)
        asked = questions(rng, scene, ability)
        if not asked:
            continue
        rights.append([right(url, scene, text, seed + i) for i in range(CANDIDATES)])
        wishes = [{"candidates": CANDIDATES, "after_scale": scale, "questions": asked} for scale in range(1, LEVEL)]
        jobs = [drawn(url, prompt=str(text), seed=seed, level=LEVEL, acceptance=wish) for wish in wishes]
        chosen.append([job["acceptance"]["chosen"] for job in jobs])
    n = len(rights)
    rows = [
        {"name": "the job's own seed is right", "value": sum(each[0] for each in rights), "unit": "pictures", "n": n},
        {"name": "any candidate is right, mean of four", "value": sum(map(sum, rights)) / CANDIDATES, "unit": "pictures", "n": n},
    ]
    for scale in range(1, LEVEL):
        choices = [each[scale - 1] for each in chosen]
        rows += [
            {"name": f"chosen after scale {scale} is right", "value": sum(map(list.__getitem__, rights, choices)), "unit": "pictures", "n": n},
            {"name": f"after scale {scale} the choice of the whole", "value": sum(a == b[-1] for a, b in zip(choices, chosen)), "unit": "choices", "n": n},
        ]  # fmt: skip
    for row in rows:
        print(json.dumps(row))
    if options.out:
        command = "./nextflow up && PYTHONPATH=model/src python trials/candidates.py " + " ".join(sys.argv[1:])
        machine = f"{platform.machine()}, {os.cpu_count()} processors, {platform.system()}"
        found = {"command": command, "machine": machine, "date": datetime.now(UTC).date().isoformat(), "rows": rows}
        options.out.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
