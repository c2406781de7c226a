"""The rules of the world that every edited scene must keep, and the split of edits."""

from itertools import combinations

from nextflow_model.tasks.edits.arrangement import encloses
from nextflow_model.world import SIZES, Item, Scene, is_heldout
from nextflow_model.world.backgrounds import allowed_colours
from nextflow_model.world.layout import MARGIN
from nextflow_model.world.palette import stands_out
from nextflow_model.world.things import CONTAINERS

# The tightest scenes of the world leave this much air between two boxes (share of the side).
_GAP = 0.03


def lawful(scene: Scene) -> bool:
    """Whether all things are in the picture, apart from each other or one inside the other, and plainly visible."""
    if not all(_in_picture(item) for item in scene.items):
        return False
    inner: set[Item] = set()
    for one, other in combinations(scene.items, 2):
        if apart(one, other):
            continue
        outer, within = (one, other) if encloses(one, other) else (other, one)
        if not _holds(outer, within):
            return False
        inner.add(within)
    shown = allowed_colours(scene.background)
    return all(colour in shown for item in scene.items if item not in inner for colour in colours(item))


def apart(one: Item, other: Item) -> bool:
    """Whether there is air between the boxes of the two."""
    reach = (SIZES[one.size] + SIZES[other.size]) / 2 + _GAP
    return max(abs(one.x - other.x), abs(one.y - other.y)) >= reach - 1e-9


def colours(item: Item) -> tuple[str, ...]:
    """The colours that the item's body is painted in."""
    return (item.colour,) if item.pattern is None else (item.colour, item.pattern.colour)


def in_split(scenes: tuple[Scene, ...], split: str) -> bool:
    """Training shows nothing held out, neither asked nor answered; of "heldout" scenes at least one is."""
    return any(is_heldout(scene) for scene in scenes) == (split == "heldout")


def _in_picture(item: Item) -> bool:
    nearest = min(item.x, item.y, 1 - item.x, 1 - item.y)
    return nearest - SIZES[item.size] / 2 >= MARGIN - 1e-9


def _holds(outer: Item, inner: Item) -> bool:
    # Only the world's own way is plain enough to read: a small thing in the middle of a large container.
    return (
        (outer.size, inner.size) == ("large", "small")
        and outer.thing in CONTAINERS
        and outer.thing != inner.thing
        and outer.pattern is None
        and outer.turn == 0
        and (outer.x, outer.y) == (inner.x, inner.y)
        and all(stands_out(colour, outer.colour) for colour in colours(inner))
    )
