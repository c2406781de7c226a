"""More or fewer of the same."""

import numpy as np

from nextflow_model.tasks.edits.changes import with_items
from nextflow_model.tasks.edits.edit import Edit, edited
from nextflow_model.tasks.edits.spots import at, spot_of
from nextflow_model.tasks.edits.wording import FEWER, MORE, SET_COUNT, said
from nextflow_model.world import Scene
from nextflow_model.world.layout import group_spots
from nextflow_model.world.sampling import pick
from nextflow_model.world.things import PLURALS

MOST = 4
_LAYOUTS_TRIED = 4
_NUMBER_WORDS = {1: ("one", "only one"), 2: ("two", "2"), 3: ("three", "3"), 4: ("four", "4")}


def change_count(rng: np.random.Generator, source: Scene) -> Edit | None:
    """Another number of alike things, in an arrangement of the world that keeps most of them in place."""
    item, before = source.items[0], len(source.items)
    count = pick(rng, tuple(number for number in range(1, MOST + 1) if number != before))
    instruction = said(rng, _worded(rng, item.thing, before, count))
    target = counted(rng, source, count)
    if target is None:
        return None
    return edited("object_quantity", source, target, instruction, loose=target.items)


def counted(rng: np.random.Generator, source: Scene, count: int) -> Scene | None:
    """`count` of the things that `source` shows; where they stand is free, so what can stay stays."""
    item = source.items[0]
    old = {spot_of(one) for one in source.items}
    layouts = [group_spots(rng, item.size, count) for _ in range(_LAYOUTS_TRIED)]
    best = max(layouts, key=lambda spots: len(old & set(spots)))
    return with_items(source, tuple(at(item, spot) for spot in best))


def _worded(rng: np.random.Generator, thing: str, before: int, count: int) -> str:
    words = {"thing": thing, "things": PLURALS[thing]}
    if rng.random() < 0.5:
        wordings = MORE[count - before] if count > before else FEWER[before - count]
        return pick(rng, wordings).format(**words)
    named = words | {"things": thing if count == 1 else PLURALS[thing]}
    wording = pick(rng, SET_COUNT if count > 1 else SET_COUNT[:2])
    return wording.format(count=pick(rng, _NUMBER_WORDS[count]), **named)
