"""How good the visual tokenizer alone is: true pictures through their codes and back.

No transformer can do better than these rows, whatever it has learned.
"""

import numpy as np

from nextflow_model.evaluation.abilities import drawing
from nextflow_model.evaluation.ability import Ability, Asked, Grade, Mark, Measured, alike
from nextflow_model.evaluation.artist import Answerer
from nextflow_model.evaluation.reply import Reply
from nextflow_model.tasks.edits import KINDS, grade_edit, sample_edit
from nextflow_model.tasks.exchange import Exchange, Picture, asked
from nextflow_model.world import Scene, demands, draw_scene

PSNR_ROW = "tokenizer reconstruction PSNR"


def sample(rng: np.random.Generator, split: str, kind: str) -> Exchange:
    """A picture to be given back; `about` is all that its scene shows."""
    shown = drawing.sample(rng, split, kind).turns[-1].parts
    return asked("tokenizer", shown, shown, demands(shown[0].scene))


def perform(artist: Answerer, given: list[Asked], seeds: list[int]) -> list[Reply]:
    return [Reply((artist.reconstruct(draw_scene(_scene(turns), artist.side, artist.side)),)) for turns in given]


def grade(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    again = reply.pictures[0]
    error = np.square(draw_scene(_scene(exchange.turns), *again.shape[:2]).astype(np.float64) - again).mean()
    measured = Measured(PSNR_ROW, float(10 * np.log10(255**2 / max(error, 1e-9))), "dB")
    wrong = drawing.faults(reply, exchange.about)
    return Grade((measured, Mark(f"visual tokenizer, {kind} read back", not wrong)), wrong)


def sample_target(rng: np.random.Generator, split: str, kind: str) -> Exchange:
    """The true picture after an edit, to be given back; `about` is the edit."""
    edit = sample_edit(rng, split, kind).about
    shown = (Picture(edit.target),)
    return asked("tokenizer_edits", shown, shown, edit)


def grade_target(exchange: Exchange, kind: str, reply: Reply) -> Grade:
    result = grade_edit(reply.pictures[0], exchange.about)
    return Grade((Mark(f"visual tokenizer, {kind} read back", result.right),), tuple(result.wrong))


def _scene(turns: Asked) -> Scene:
    (picture,) = turns[0].parts
    assert isinstance(picture, Picture)
    return picture.scene


RECONSTRUCTION = Ability(drawing.kinds, sample, perform, grade)
EDIT_TARGETS = Ability(alike(*KINDS), sample_target, perform, grade_target)
