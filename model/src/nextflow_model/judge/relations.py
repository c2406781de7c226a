"""Relations between found things, from their centres and boxes alone."""

import math

from nextflow_model.judge.reading import Found

# Centres closer than this, as a share of the picture, are neither left nor right of each other.
_LEAST_OFFSET = 0.08
_INSIDE_SLACK = 0.03


def holds(relation: str, found: tuple[Found, ...]) -> bool:
    """Whether `found[0]` stands in `relation` (see `Scene.relation`) to the things after it."""
    if relation == "inside":
        return _inside(found[0], found[1])
    if relation == "between":
        return _between(found[0], found[1], found[2])
    return _direction(found[0], found[1]) == relation


def _direction(subject: Found, other: Found) -> str | None:
    right = subject.centre[0] - other.centre[0]
    down = subject.centre[1] - other.centre[1]
    if max(abs(right), abs(down)) < _LEAST_OFFSET or abs(right) == abs(down):
        return None
    if abs(right) > abs(down):
        return "right of" if right > 0 else "left of"
    return "below" if down > 0 else "above"


def _inside(subject: Found, container: Found) -> bool:
    left, top, right, bottom = container.box
    inner_left, inner_top, inner_right, inner_bottom = subject.box
    return (
        inner_left >= left - _INSIDE_SLACK
        and inner_top >= top - _INSIDE_SLACK
        and inner_right <= right + _INSIDE_SLACK
        and inner_bottom <= bottom + _INSIDE_SLACK
    )


def _between(middle: Found, one: Found, other: Found) -> bool:
    along_x, along_y = other.centre[0] - one.centre[0], other.centre[1] - one.centre[1]
    length = math.hypot(along_x, along_y)
    if length < 2 * _LEAST_OFFSET:
        return False
    x, y = middle.centre[0] - one.centre[0], middle.centre[1] - one.centre[1]
    share = (x * along_x + y * along_y) / length**2
    aside = abs(x * along_y - y * along_x) / length**2
    return 0.2 < share < 0.8 and aside < 0.35
