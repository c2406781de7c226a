"""Plain drawing: one thing, several things of a kind, and things in a relation."""

import numpy as np

from nextflow_model import judge
from nextflow_model.dialogue import ONE_PICTURE
from nextflow_model.evaluation.ability import Ability, Grade, Mark, answering
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.exchange import Exchange, Picture, Text, asked
from nextflow_model.world import RESERVED_PAIRS, Demands, caption, demands, sample_scene

RESERVED = "single, reserved pair"  # a thing in a colour it was never seen in
SINGLE_ROW, COUNT_ROW, RELATION_ROW = "one thing, all attributes right", "counts 1 to 4", "two things with a relation"
_ROWS = {
    "single": (SINGLE_ROW,), RESERVED: (RESERVED,), "count": (COUNT_ROW,),
    "relation": (RELATION_ROW, "relation: beside, above or below"),
    "inside": (RELATION_ROW, "relation: inside"),
    "between": (RELATION_ROW, "relation: between"),
}  # fmt: skip
_TIMES = {"single": 17, RESERVED: 5, "count": 10, "relation": 10, "inside": 4, "between": 4}  # of 50 prompts


def kinds(split: str) -> list[str]:
    """Evenly mixed. Reserved pairs are held-out only."""
    turns = [((turn + 0.5) / times, kind) for kind, times in _TIMES.items() for turn in range(times)]
    return [kind for _, kind in sorted(turns) if kind != RESERVED or split == "heldout"]


def sample(rng: np.random.Generator, split: str, kind: str) -> Exchange:
    """`about` is what the caption demands (`Demands`)."""
    while True:
        scene = sample_scene(rng, "single" if kind == RESERVED else kind, split)
        reserved = any((item.thing, item.colour) in RESERVED_PAIRS for item in scene.items)
        if reserved == (kind == RESERVED):
            text = caption(scene, rng)
            return asked("draw", (Text(str(text)),), (Picture(scene),), demands(scene, text))


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    wrong = faults(reply, exchange.about)
    return Grade(tuple(Mark(row, not wrong) for row in _ROWS[kind]), wrong)


def faults(reply: Reply, wanted: Demands) -> tuple[str, ...]:
    """What is wrong with the reply's one picture. A plain drawing is shaded; what looks otherwise is not recognised."""
    if len(reply.pictures) != 1:
        return (f"{len(reply.pictures)} pictures",)
    return tuple(judge.check(judge.read(reply.pictures[0], "shaded"), wanted).wrong)


DRAWING = Ability(kinds, sample, answering(ONE_PICTURE), grade)
