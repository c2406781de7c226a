"""Draws a thought: a puzzle made for a scene, its reasoning, its final prompt and its picture."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nextflow_model.tasks.exchange import Exchange, Picture, Text, Turn
from nextflow_model.tasks.statements import state, varied
from nextflow_model.tasks.thinking.choices import correction, exception
from nextflow_model.tasks.thinking.plain import PLAIN, plain_prompt
from nextflow_model.tasks.thinking.puzzle import Puzzle
from nextflow_model.tasks.thinking.riddles.riddle import riddle
from nextflow_model.tasks.thinking.turned import has_opposite, opposite, order, other_way_round
from nextflow_model.world import Demands, Scene, demands, is_heldout, sample_scene
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES

INSTRUCTION = "Think before you draw."
"""The system's text that switches thinking on."""

FINAL = "The final prompt is:"

_PLAIN_SHARE = 0.15
_ABILITIES = ("single", "single", "single", "count", "count", "relation", "relation")
_ONE_IN = 10
_SHORT_FRAMES = ("{}", "{}", "Draw {}.", "Please draw {}.")
_FRAMES = (
    "{}", "{}", "{}", "Draw {}.", "Draw {}.", "Please draw {}.", "Show me {}.", "I want to see {}.", "Paint {}.",
    "Make a picture of {}.", "A picture of {}, please.",
)  # fmt: skip


@dataclass(frozen=True)
class Thought:
    """What the final prompt must ask for, and the picture must show; `key` names the inference that was needed."""

    demands: Demands
    key: str


def sample_thought(rng: np.random.Generator, split: str) -> Exchange:
    """A puzzling prompt under the instruction to think; held out is what shows a held-out scene or inference."""
    while True:
        scene = sample_scene(rng, pick(rng, _ABILITIES), pick(rng, ("train", split)))
        puzzle = plain_prompt(rng, scene) if rng.random() < _PLAIN_SHARE else _puzzle(rng, scene)
        if (is_heldout(scene) or _is_heldout_key(puzzle.key)) == (split == "heldout"):
            return _exchange(rng, scene, puzzle)


def _exchange(rng: np.random.Generator, scene: Scene, puzzle: Puzzle) -> Exchange:
    thought = " ".join([*puzzle.steps, f"{FINAL} {state(puzzle.demands)}."])
    turns = (
        Turn("system", (Text(INSTRUCTION),)),
        Turn("user", (Text(_asked(rng, puzzle)),)),
        Turn("assistant", (Text(thought), Picture(scene))),
    )
    return Exchange("think", turns, Thought(puzzle.demands, puzzle.key))


def _asked(rng: np.random.Generator, puzzle: Puzzle) -> str:
    if puzzle.key == PLAIN:
        return puzzle.prompt
    frame = pick(rng, _frames(puzzle.prompt))
    return frame.format(varied(rng, puzzle.prompt)).replace("..", ".")


def _frames(prompt: str) -> tuple[str, ...]:
    if prompt.startswith("start with"):
        return ("{}", "{}.", "Please {}.")
    # A prompt of several sentences takes no frame that would go on behind them.
    return _SHORT_FRAMES if "." in prompt else _FRAMES


def _puzzle(rng: np.random.Generator, scene: Scene) -> Puzzle:
    wanted = _demands(rng, scene)
    fitting: list[Callable[[np.random.Generator, Demands], Puzzle]] = [riddle, riddle, riddle, correction]
    if wanted.wanted[0].count == 1:
        fitting.append(exception)
    if wanted.relation in OPPOSITES:
        fitting += [order, order, other_way_round]
    if has_opposite(wanted):
        fitting += [opposite] * 4
    return pick(rng, tuple(fitting))(rng, wanted)


def _demands(rng: np.random.Generator, scene: Scene) -> Demands:
    """What the prompt will ask for: the first thing's size sometimes, if it is news, the background sometimes."""
    everything = demands(scene)
    with_size, with_background = rng.random() < 0.35, rng.random() < 0.3
    first, *others = everything.wanted
    size = first.size if with_size and first.size != "medium" else None
    wanted = (replace(first, size=size), *(replace(other, size=None) for other in others))
    return Demands(wanted, everything.relation, everything.background if with_background else None)


def _is_heldout_key(key: str) -> bool:
    if key == PLAIN:
        return False
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % _ONE_IN == 0
