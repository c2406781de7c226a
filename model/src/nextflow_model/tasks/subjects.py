"""Subject-driven drawing: a thing with an unusual look is shown, and asked for in another scene."""

from dataclasses import dataclass, replace

import numpy as np

from nextflow_model.tasks.edits.rules import in_split, lawful
from nextflow_model.tasks.exchange import Exchange, Picture, Text, asked
from nextflow_model.tasks.subject_scenes import SCENES, reference
from nextflow_model.world import Demands, Item, Scene, demands
from nextflow_model.world.sampling import pick

_KINDS = tuple(SCENES)


@dataclass(frozen=True)
class Subject:
    """`target` is one right answer to `instruction`; sizes are open, the looks of `subjects` are not."""

    references: tuple[Scene, ...]
    target: Scene
    instruction: str

    @property
    def subjects(self) -> tuple[Item, ...]:
        """The things shown, one of each reference."""
        return tuple(reference.items[0] for reference in self.references)

    @property
    def demands(self) -> Demands:
        """Everything the target shows but for sizes, which the instruction never tells."""
        everything = demands(self.target)
        return replace(everything, wanted=tuple(replace(wanted, size=None) for wanted in everything.wanted))


def sample_subject(rng: np.random.Generator, split: str, kind: str | None = None) -> Exchange:
    """Task "subject"; `about` is the `Subject`. `kind` is one of SCENES."""
    while True:
        subject = _drawn(rng, kind or pick(rng, _KINDS))
        scenes = (*subject.references, subject.target)
        distinct = len({item.thing for item in subject.subjects}) == len(subject.subjects)
        if distinct and all(lawful(scene) for scene in scenes) and in_split(scenes, split):
            break
    shown = tuple(Picture(scene) for scene in subject.references)
    return asked("subject", (*shown, Text(subject.instruction)), (Picture(subject.target),), subject)


def _drawn(rng: np.random.Generator, kind: str) -> Subject:
    shown, draw = SCENES[kind]
    references = tuple(reference(rng) for _ in range(shown))
    target, instruction = draw(rng, *(scene.items[0] for scene in references))
    return Subject(references, target, instruction)
