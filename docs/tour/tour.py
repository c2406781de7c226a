"""What one model does, over HTTP: draws, edits twice, answers, thinks before it draws, and tells a story.

    PYTHONPATH=model/src python docs/tour/tour.py --platform http://localhost:8080 --out tour

Needs Python 3.11, NumPy and Pillow. Every picture is judged by the reader that examines the model (`nextflow_model.judge`), which
knows colours and geometry, and nothing of the model. Where a picture is wrong, the next seed is tried; ends with 1 if
none of a few is right.
"""

import argparse
import io
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from nextflow_model import judge
from nextflow_model.tasks.questions.grading import normalised
from nextflow_model.tasks.statements import read_statement
from nextflow_model.tasks.stories import wrong_frames
from nextflow_model.world import Wanted

Json = dict

TURNS = (
    ("a red house on a meadow", "a red house on a meadow"),
    ("Make the house blue.", "a blue house on a meadow"),
    ("Change the background to a beach.", "a blue house on the beach"),
)
"""What is said in a session, and what its picture must show then."""

QUESTIONS = (
    ("What colour is the house? Answer briefly.", "blue"),
    ("Which thing here is blue? Answer briefly.", "house"),
    ("Is there a tree? Answer briefly.", "no"),
)
RIDDLE = "one plus two stars in the colour of a pumpkin"
EDITED_PLAN = "two orange stars"
HERO = Wanted("fish", "pink", None)
STORY = "Tell a story in three pictures about a pink fish that goes to the beach and sleeps."


@dataclass(frozen=True)
class Platform:
    """A gateway. Jobs are waited for, a minute at most."""

    url: str
    key: str | None = None

    def call(self, method: str, path: str, body: Json | None = None) -> bytes:
        headers = {"Content-Type": "application/json", "Prefer": "wait=60"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.read()
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{method} {path}: {refused.code} {refused.read().decode()}") from refused

    def post(self, path: str, body: Json) -> Json:
        return json.loads(self.call("POST", path, body))

    def picture(self, url: str) -> np.ndarray:
        """uint8 [height, width, 3]"""
        return np.array(Image.open(io.BytesIO(self.call("GET", url))).convert("RGB"))


@dataclass
class Tour:
    """One visit. `tries` seeds are tried of everything that is judged; pictures are kept in `out`."""

    platform: Platform
    out: Path
    tries: int

    def draw_and_edit(self) -> None:
        """One session: a drawing, two edits of it, three questions about the result."""
        session = None
        for number, (said, wanted) in enumerate(TURNS, start=1):
            for seed in self.seeds():
                session = self.begun(session, number)
                job = self.platform.post(
                    "/v1/generations", {"session_id": session, "prompt": said, "seed": seed}
                )
                if self.is_right(job, f"turn-{number}", wanted):
                    break
            else:
                fail(f"no seed shows {wanted!r}")
            print(f"{said} -> seed {seed}")
        for asked, right in QUESTIONS:
            job = self.platform.post("/v1/understandings", {"session_id": session, "prompt": asked})
            print(f"{asked} -> {job['answer']}")
            check(normalised(job["answer"]) == right, f"{asked} {job['answer']}")

    def begun(self, session: str | None, number: int) -> str:
        """A session whose next turn is this one: what was tried in vain stays in the one before."""
        if number == 1:
            return self.platform.post("/v1/sessions", {})["id"]
        assert session is not None
        path = f"/v1/sessions/{session}/branches"
        return self.platform.post(path, {"after_turn": number - 1})["id"]

    def think_and_edit_the_plan(self) -> None:
        """A thought that waits for its approval, and is approved with another last word."""
        for seed in self.seeds():
            body = {"prompt": RIDDLE, "thinking": "on", "approval": "required", "seed": seed}
            job = self.platform.post("/v1/generations", body)
            check(job["state"] == "awaiting_approval", f"{RIDDLE}: {job['state']}")
            plan = job["thinking"]
            if seed == 1:
                print(f"{RIDDLE} -> {plan['text']}")
            job = self.platform.post(job["links"]["approve"], {"final_prompt": EDITED_PLAN + "."})
            if self.is_right(job, "plan", EDITED_PLAN):
                print(f"approved as {EDITED_PLAN!r} -> seed {seed}")
                return
        fail(f"no seed shows {EDITED_PLAN!r}")

    def tell_a_story(self) -> None:
        """Text and pictures in turn; every picture must show what the text before it says."""
        for seed in self.seeds():
            body = {"prompt": STORY, "seed": seed, "temperature": 0.7, "max_tokens": 160, "max_pictures": 3}
            parts = self.platform.post("/v1/compositions", body)["result"]["parts"]
            if self.is_story(parts):
                for number, part in enumerate(parts):
                    print(part.get("text") or f"  [{self.keep(part['url'], f'story-{number // 2}')}]")
                return
        fail("no seed tells a story of three pictures")

    def is_story(self, parts: list[Json]) -> bool:
        if [part["type"] for part in parts] != ["text", "image"] * 3:
            return False
        told = [read_statement(part["text"], strict=False) for part in parts[::2]]
        if not all(told):
            return False
        readings = [self.seen(part["url"]) for part in parts[1::2]]
        return not wrong_frames(readings, tuple(told), HERO)

    def seen(self, url: str) -> judge.Reading:
        return judge.read(self.platform.picture(url), "shaded")

    def is_right(self, job: Json, name: str, wanted: str) -> bool:
        check(job["state"] == "succeeded", f"{name}: {job['state']} {job['problem']}")
        url = job["images"][0]["url"]
        self.keep(url, name)
        demands = read_statement(wanted)
        assert demands is not None, wanted
        return judge.check(self.seen(url), demands).right

    def keep(self, url: str, name: str) -> Path:
        path = self.out / f"{name}.png"
        path.write_bytes(self.platform.call("GET", url))
        return path

    def seeds(self) -> Iterator[int]:
        return iter(range(1, self.tries + 1))


def check(holds: bool, otherwise: str) -> None:
    if not holds:
        fail(otherwise)


def fail(what: str) -> None:
    raise SystemExit(f"tour: {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--platform", default=os.environ.get("NEXTFLOW_URL", "http://localhost:8080"))
    parser.add_argument("--key", default=os.environ.get("NEXTFLOW_API_KEY"), help="who is asking")
    parser.add_argument("--out", type=Path, default=Path("tour"), help="folder for the pictures")
    parser.add_argument("--tries", type=int, default=12, help="seeds of everything that is judged")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tour = Tour(Platform(options.platform, options.key), options.out, options.tries)
    tour.draw_and_edit()
    tour.think_and_edit_the_plan()
    tour.tell_a_story()


if __name__ == "__main__":
    main()
