"""One edit: a picture before and after, what was said, and which part of the picture may change."""

from dataclasses import dataclass

import numpy as np

from nextflow_model.tasks.edits.region import differing
from nextflow_model.world import Demands, Item, Scene, demands

NEAR = 1 / 6
"""Centres closer than this, as a share of width and height, may be taken for each other: one code of 96 px."""


@dataclass(frozen=True)
class Edit:
    """`target` is one right answer to `instruction`; `demands` is what every right answer must show.

    `loose` holds the items of the target whose place the instruction leaves open.
    """

    kind: str
    source: Scene
    target: Scene
    instruction: str
    demands: Demands
    loose: tuple[Item, ...] = ()

    def settled(self) -> tuple[Item, ...]:
        """The items of the target that are new or moved and whose place the instruction settles."""
        return tuple(item for item in self.target.items if item not in self.source.items and item not in self.loose)

    def emptied(self) -> tuple[Item, ...]:
        """The items of the source near whose place nothing may be afterwards; none where it is open who goes."""
        if self.loose:
            return ()
        return tuple(
            item for item in self.source.items if all(apart_by(item, other) > NEAR for other in self.target.items)
        )

    def region(self, height: int, width: int) -> np.ndarray:
        """The part of a picture of height x width px that may change, bool [height, width]."""
        return differing(self.source, self.target, height, width)


def edited(
    kind: str,
    source: Scene,
    target: Scene | None,
    instruction: str,
    asked: Demands | None = None,
    loose: tuple[Item, ...] = (),
) -> Edit | None:
    """The edit to `target`, which must show everything it shows unless `asked` says less; None without a target."""
    if target is None or target == source:
        return None
    return Edit(kind, source, target, instruction, demands(target) if asked is None else asked, loose)


def apart_by(one: Item, other: Item) -> float:
    """How far the centres are apart, along the axis on which they are farther."""
    return max(abs(one.x - other.x), abs(one.y - other.y))
