"""How a thing looks: its colour, size, turn and pattern."""

import numpy as np

from nextflow_model.tasks.edits.changes import SIZE_NAMES, altered
from nextflow_model.tasks.edits.edit import Edit, edited
from nextflow_model.tasks.edits.naming import all_named, named
from nextflow_model.tasks.edits.wording import COVER, RECOLOUR, RESIZE, TURN, UNCOVER, said
from nextflow_model.world import COLOUR_NAMES, PATTERNS, TURNS, Item, Pattern, Scene
from nextflow_model.world.palette import stands_out
from nextflow_model.world.sampling import pick
from nextflow_model.world.turns import looks_alike

_ALL_SHARE = 0.6  # of the groups of alike things, how many are changed as a whole
_TURNED_BACK_SHARE = 0.2
_UNCOVERED_SHARE = 0.2

Chosen = tuple[tuple[int, ...], str | None]


def recolour(rng: np.random.Generator, source: Scene) -> Edit | None:
    """Another colour for one thing, or for all of a group."""
    which, it = _chosen(rng, source)
    colour = pick(rng, COLOUR_NAMES)
    if it is None or colour == source.items[which[0]].colour:
        return None
    instruction = said(rng, pick(rng, RECOLOUR).format(it=it, colour=colour), rest=True)
    return edited("object_color", source, altered(source, which, colour=colour), instruction)


def resize(rng: np.random.Generator, source: Scene) -> Edit | None:
    """One or two sizes up or down, in the same place."""
    which, it = _chosen(rng, source)
    before = SIZE_NAMES.index(source.items[which[0]].size)
    after = pick(rng, tuple(size for size in range(len(SIZE_NAMES)) if size != before))
    if it is None:
        return None
    instruction = said(rng, pick(rng, RESIZE[after - before]).format(it=it), rest=True)
    return edited("object_size", source, altered(source, which, size=SIZE_NAMES[after]), instruction)


def rotate(rng: np.random.Generator, source: Scene) -> Edit | None:
    """A quarter or a half turn of one thing, or of all of a group; sometimes back to upright."""
    which, it = _chosen(rng, source)
    turn = pick(rng, TURNS[1:])
    if it is None or looks_alike(source.items[which[0]].thing, turn, 0):
        return None
    if rng.random() < _TURNED_BACK_SHARE:
        turned, turn = altered(source, which, turn=turn), 0
    else:
        turned = source
    if turned is None:
        return None
    # A scene of one turned thing among its likes is sorted anew, so the way back is the scene before.
    target = source if turn == 0 else altered(source, which, turn=turn)
    return edited("object_rotation", turned, target, said(rng, pick(rng, TURN[turn]).format(it=it), rest=True))


def texture(rng: np.random.Generator, source: Scene) -> Edit | None:
    """A pattern in a second colour on one thing, or on all of a group; sometimes off again."""
    which, it = _chosen(rng, source)
    item = source.items[which[0]]
    pattern = Pattern(pick(rng, PATTERNS), pick(rng, COLOUR_NAMES))
    covered = altered(source, which, pattern=pattern)
    if it is None or covered is None or not can_carry(item, pattern):
        return None
    words = {"it": it, "colour": pattern.colour, "pattern": pattern.kind}
    if rng.random() < _UNCOVERED_SHARE:
        return edited("object_texture", covered, source, said(rng, pick(rng, UNCOVER).format(**words)))
    return edited("object_texture", source, covered, said(rng, pick(rng, COVER).format(**words), rest=True))


def can_carry(item: Item, pattern: Pattern) -> bool:
    """Whether the pattern is seen on the item: on a small one it is no wider than two px."""
    return item.size != "small" and stands_out(pattern.colour, item.colour)


def _chosen(rng: np.random.Generator, source: Scene) -> Chosen:
    """Indices of the things to change, all alike, and what they are called; the name is None where words fail."""
    if source.ability == "count" and rng.random() < _ALL_SHARE:
        return tuple(range(len(source.items))), all_named(rng, source)
    index = int(rng.integers(len(source.items)))
    return (index,), named(rng, source, index)
