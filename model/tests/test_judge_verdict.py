"""A verdict names what is missing, too much or in the wrong place."""

import pytest

from nextflow_model.judge import Found, Reading, check
from nextflow_model.world import Demands, Wanted

HOUSE = Wanted("house", "red", None)
SUN = Wanted("sun", "yellow", None)


def seen(thing: str | None, colour: str | None, x: float = 0.5, y: float = 0.5, side: float = 0.24) -> Found:
    box = (x - side / 2, y - side / 2, x + side / 2, y + side / 2)
    return Found(thing, colour, "small" if thing else None, (x, y), box, 0.9)


def reading(*found: Found, background: str | None = "sky") -> Reading:
    return Reading(found, background)


def test_what_was_asked_for_is_right() -> None:
    verdict = check(reading(seen("house", "red")), Demands((HOUSE,), None, None))
    assert verdict.right
    assert verdict.wrong == []


@pytest.mark.parametrize(
    "found",
    [
        (),
        (seen("house", "blue"),),
        (seen("tree", "red"),),
        (seen("house", "red"), seen("sun", "yellow")),
        (seen("house", "red"), seen("house", "red")),
        (seen("house", "red"), seen(None, None)),
    ],
    ids=["nothing", "colour", "thing", "one too many", "one twice", "something unrecognisable"],
)
def test_anything_else_is_wrong(found: tuple[Found, ...]) -> None:
    verdict = check(reading(*found), Demands((HOUSE,), None, None))
    assert not verdict.right
    assert verdict.wrong


def test_counts_are_exact() -> None:
    two = Demands((Wanted("house", "red", None, 2),), None, None)
    assert check(reading(seen("house", "red", 0.2), seen("house", "red", 0.8)), two).right
    assert not check(reading(seen("house", "red")), two).right


def test_size_and_background_count_only_when_demanded() -> None:
    picture = reading(seen("house", "red"))
    assert not check(picture, Demands((Wanted("house", "red", "large"),), None, None)).right
    assert check(picture, Demands((Wanted("house", "red", "small"),), None, "sky")).right
    assert not check(picture, Demands((HOUSE,), None, "night")).right
    assert not check(reading(seen("house", "red"), background=None), Demands((HOUSE,), None, None)).right


@pytest.mark.parametrize(
    ("relation", "x", "y"),
    [("left of", 0.2, 0.55), ("right of", 0.8, 0.45), ("above", 0.55, 0.2), ("below", 0.5, 0.8)],
)
def test_directions(relation: str, x: float, y: float) -> None:
    picture = reading(seen("sun", "yellow"), seen("house", "red", x, y))
    for asked in ("left of", "right of", "above", "below"):
        assert check(picture, Demands((HOUSE, SUN), asked, None)).right == (asked == relation)


def test_the_diagonal_is_no_direction() -> None:
    picture = reading(seen("sun", "yellow"), seen("house", "red", 0.25, 0.25))
    assert not any(check(picture, Demands((HOUSE, SUN), asked, None)).right for asked in ("left of", "above"))


def test_inside_needs_the_whole_thing_inside() -> None:
    inside = Demands((HOUSE, Wanted("circle", "blue", None)), "inside", None)
    circle = seen("circle", "blue", side=0.52)
    assert check(reading(circle, seen("house", "red")), inside).right
    assert not check(reading(circle, seen("house", "red", 0.8)), inside).right


def test_between_means_the_middle() -> None:
    between = Demands((HOUSE, SUN, Wanted("cup", "blue", None)), "between", None)
    sun, cup = seen("sun", "yellow", 0.2), seen("cup", "blue", 0.8)
    assert check(reading(sun, cup, seen("house", "red", 0.5)), between).right
    assert not check(reading(sun, cup, seen("house", "red", 0.95)), between).right
    assert not check(reading(sun, cup, seen("house", "red", 0.5, 0.9)), between).right
