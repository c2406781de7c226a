"""Names what a free arrangement of items shows, in the words of `Scene`."""

from dataclasses import replace

from nextflow_model.world import SIZES, Item, Scene

SEVERAL = "several"
"""The ability of a scene that no ability of the world describes: unrelated things, or like ones in unlike looks.

Its relation is None and its items are sorted, so that `demands` asks for every item and for no relation, and the
split knows one picture by one combination. There is no caption for it.
"""

# Plain means three times as far along one axis as across, like the world's own pairs.
_DOMINANCE = 3
_MIDDLE_SLACK = 0.03


def arranged(items: tuple[Item, ...], background: str, style: str = "shaded") -> Scene:
    """The scene of these items, at least one, with the ability and the relation that describe them."""
    if len(items) == 1:
        return Scene("single", items, None, background, style)
    if len({replace(item, x=0.0, y=0.0) for item in items}) == 1:
        return Scene("count", items, None, background, style)
    if len(items) == 2:
        for inner, outer in (items, items[::-1]):
            if encloses(outer, inner):
                return Scene("inside", (inner, outer), "inside", background, style)
        relation = direction(*items)
        if relation is not None and told_apart(*items):
            return Scene("relation", items, relation, background, style)
    if len(items) == 3:
        for number, middle in enumerate(items):
            ends = items[:number] + items[number + 1 :]
            if _is_between(middle, *ends) and all(told_apart(middle, end) for end in ends):
                return Scene("between", (middle, *ends), "between", background, style)
    in_order = sorted(items, key=lambda item: (item.thing, item.colour, item.size, item.x, item.y))
    # What encloses is painted before what it holds: items are painted from the last to the first.
    in_order.sort(key=lambda item: any(encloses(item, other) for other in items if other is not item))
    return Scene(SEVERAL, tuple(in_order), None, background, style)


def encloses(outer: Item, inner: Item) -> bool:
    """Whether the box of `inner` lies within the larger box of `outer`."""
    room = (SIZES[outer.size] - SIZES[inner.size]) / 2
    return room > 0 and abs(outer.x - inner.x) <= room and abs(outer.y - inner.y) <= room


def told_apart(one: Item, other: Item) -> bool:
    """Whether demands can tell the two apart: they know nothing of turns and patterns."""
    return (one.thing, one.colour, one.size) != (other.thing, other.colour, other.size)


def direction(one: Item, other: Item) -> str | None:
    """Where `one` plainly is as seen from `other`; None on a diagonal."""
    right, down = one.x - other.x, one.y - other.y
    if abs(right) >= _DOMINANCE * abs(down) - 1e-9:
        return "right of" if right > 0 else "left of"
    if abs(down) >= _DOMINANCE * abs(right) - 1e-9:
        return "below" if down > 0 else "above"
    return None


def _is_between(middle: Item, one: Item, other: Item) -> bool:
    aside = max(abs((one.x + other.x) / 2 - middle.x), abs((one.y + other.y) / 2 - middle.y))
    return aside <= _MIDDLE_SLACK and direction(one, other) is not None
