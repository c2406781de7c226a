"""Things come, go and are exchanged."""

from dataclasses import replace

import numpy as np

from nextflow_model.tasks.edits.changes import altered, extracted, joined_by, without
from nextflow_model.tasks.edits.edit import Edit, edited
from nextflow_model.tasks.edits.naming import named
from nextflow_model.tasks.edits.spots import at, spot_beside
from nextflow_model.tasks.edits.wording import ADD, EXTRACT, REMOVE, REPLACE, REPLACE_KEEPING_COLOUR, said
from nextflow_model.world import COLOUR_NAMES, THINGS, Item, Scene, demands
from nextflow_model.world.phrases import article, noun
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES
from nextflow_model.world.things import CONTAINERS
from nextflow_model.world.wording import RELATION_WORDS

_INSIDE_SHARE = 0.5


def add(rng: np.random.Generator, source: Scene) -> Edit | None:
    """A new thing beside a named one, or inside a large lone container."""
    index = int(rng.integers(len(source.items)))
    anchor, it = source.items[index], named(rng, source, index)
    size, states_size = pick(rng, ("small", "small", "medium")), bool(rng.random() < 0.4)
    relation = pick(rng, tuple(OPPOSITES))
    if len(source.items) == 1 and _is_open(anchor) and rng.random() < _INSIDE_SHARE:
        relation, size = "inside", "small"
    new = Item(pick(rng, THINGS), pick(rng, COLOUR_NAMES), size, anchor.x, anchor.y)
    if any(new.thing == item.thing for item in source.items):
        return None
    if relation != "inside":
        spot = spot_beside(rng, new, relation, anchor, source.items)
        if spot is None:
            return None
        new = at(new, spot)
    words = {"new": noun(new, states_size, rng), "where": pick(rng, RELATION_WORDS[relation]), "it": it}
    target = joined_by(source, new)
    if target is None or it is None:
        return None
    # Asked for is one relation, whatever the whole arrangement may be called.
    rest = tuple(item for item in source.items if item != anchor)
    everything = demands(Scene("relation", (new, anchor, *rest), relation, source.background, source.style))
    if not states_size:
        everything = replace(everything, wanted=(replace(everything.wanted[0], size=None), *everything.wanted[1:]))
    instruction = said(rng, pick(rng, ADD).format(**words), rest=True)
    return edited("object_add", source, target, instruction, everything, loose=(new,))


def remove(rng: np.random.Generator, source: Scene) -> Edit | None:
    """One named thing disappears; something always stays."""
    index = int(rng.integers(len(source.items)))
    it = named(rng, source, index)
    if it is None:
        return None
    instruction = said(rng, pick(rng, REMOVE).format(it=it), rest=True)
    return edited("object_remove", source, without(source, index), instruction)


def replace_thing(rng: np.random.Generator, source: Scene) -> Edit | None:
    """Another thing in the same place and size, in a named colour or in the old one."""
    index = int(rng.integers(len(source.items)))
    old = source.items[index]
    new = replace(old, thing=pick(rng, THINGS))
    if any(new.thing == item.thing for item in source.items):
        return None
    if rng.random() < 0.7:
        new = replace(new, colour=pick(rng, COLOUR_NAMES))
        wording, phrase = pick(rng, REPLACE), noun(new, False, rng)
    else:
        wording, phrase = pick(rng, REPLACE_KEEPING_COLOUR), f"{article(new.thing)} {new.thing}"
    it = named(rng, source, index)
    if it is None:
        return None
    target = altered(source, (index,), thing=new.thing, colour=new.colour)
    instruction = said(rng, wording.format(it=it, new=phrase), rest=True)
    return edited("object_replace", source, target, instruction)


def extract(rng: np.random.Generator, source: Scene) -> Edit | None:
    """One named thing is shown alone, in the middle, on white."""
    index = int(rng.integers(len(source.items)))
    it = named(rng, source, index)
    alone = len(source.items) == 1 and source.background == "white"
    if it is None or alone:
        return None
    return edited("object_extract", source, extracted(source, index), said(rng, pick(rng, EXTRACT).format(it=it)))


def _is_open(item: Item) -> bool:
    return item.thing in CONTAINERS and item.size == "large"
