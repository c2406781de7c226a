"""Which thing the judge found is which item of the scene that was to be drawn."""

from nextflow_model.judge import Found
from nextflow_model.world import Item
from nextflow_model.world.turns import looks_alike

PLACE_TOLERANCE = 1 / 12
"""How far a centre may be off, as a share of width and height: half a code of the smallest picture (8 of 96 px).

Codes cannot say more; and as no move is shorter than twice this, a thing left where it was is never taken as moved.
"""


def matched(found: tuple[Found, ...], items: tuple[Item, ...]) -> list[Found | None]:
    """For each item the nearest thing found of its kind and colour, each taken once; None where there is none."""
    left = list(found)
    partners: list[Found | None] = []
    for item in items:
        like = [one for one in left if (one.thing, one.colour) == (item.thing, item.colour)]
        partner = min(like, key=lambda one: distance(one, item), default=None)
        if partner is not None:
            left.remove(partner)
        partners.append(partner)
    return partners


def distance(found: Found, item: Item) -> float:
    """How far the centres are apart, along the axis on which they are farther."""
    return max(abs(found.centre[0] - item.x), abs(found.centre[1] - item.y))


def in_place(found: Found, item: Item) -> bool:
    """Whether the thing is where the item should be."""
    return distance(found, item) <= PLACE_TOLERANCE


def faults(found: Found | None, item: Item, placed: bool) -> list[str]:
    """What is wrong, in short English, with the thing found for an item; `placed` says whether its place counts."""
    name = f"{item.colour} {item.thing}"
    if found is None:
        return [f"no {name}"]
    wrong = []
    if placed and not in_place(found, item):
        wrong.append(f"{name} at ({found.centre[0]:.2f}, {found.centre[1]:.2f})")
    if not looks_alike(item.thing, found.turn, item.turn):
        wrong.append(f"{name} turned by {found.turn} instead of {item.turn}")
    if found.pattern != item.pattern:
        wrong.append(f"{name} with {_told(found)} instead of {_told(item)}")
    return wrong


def _told(one: Found | Item) -> str:
    return "no pattern" if one.pattern is None else f"{one.pattern.colour} {one.pattern.kind}"
