"""Draws random edits."""

import numpy as np

from nextflow_model.tasks.edits.edit import Edit
from nextflow_model.tasks.edits.kinds import KINDS
from nextflow_model.tasks.edits.rules import in_split
from nextflow_model.tasks.exchange import Exchange, Picture, Text, asked
from nextflow_model.world import Scene, sample_scene
from nextflow_model.world.sampling import pick

_KIND_NAMES = tuple(KINDS)


def sample_edit(rng: np.random.Generator, split: str, kind: str | None = None) -> Exchange:
    """Task "edit": a picture, an instruction and the picture edited; `about` is the `Edit`. All kinds are as likely."""
    edit = random_edit(rng, split, kind or pick(rng, _KIND_NAMES))
    return asked("edit", (Picture(edit.source), Text(edit.instruction)), (Picture(edit.target),), edit)


def random_edit(rng: np.random.Generator, split: str, kind: str) -> Edit:
    """A random edit of one kind from "train" or "heldout"."""
    abilities, propose = KINDS[kind]
    while True:
        edit = propose(rng, random_source(rng, pick(rng, abilities), split))
        if edit is not None and in_split((edit.source, edit.target), split):
            return edit


def random_source(rng: np.random.Generator, ability: str, split: str) -> Scene:
    """A source scene; for a held-out edit every other one is held out itself, else its target must be."""
    if split == "heldout" and rng.random() < 0.5:
        return sample_scene(rng, ability, "train")
    return sample_scene(rng, ability, split)
