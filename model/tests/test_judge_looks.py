"""The judge reads pictures in every style, and tells turns and patterns, without being told anything."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from nextflow_model.judge import Found, check, read
from nextflow_model.world import (
    ABILITIES,
    COLOUR_NAMES,
    PATTERNS,
    TURNS,
    Item,
    Pattern,
    Scene,
    demands,
    draw_scene,
    sample_scene,
)
from nextflow_model.world.turns import looks_alike
from nextflow_model.world.visibility import all_visible

SHAPES = [(96, 96, 90), (128, 128, 60), (80, 112, 60)]


def visible_scene(rng: np.random.Generator, index: int, style: str, turns: bool = False, patterns: bool = False) -> Scene:
    """A held-out scene in which everything can be seen, with random turns and patterns on demand."""
    while True:
        scene = sample_scene(rng, ABILITIES[index % len(ABILITIES)], "heldout")
        items = tuple(dressed(item, rng, turns, patterns) for item in scene.items)
        if scene.ability == "count":
            items = tuple(replace(item, turn=items[0].turn, pattern=items[0].pattern) for item in items)
        scene = replace(scene, items=items, style=style)
        if all_visible(scene):
            return scene


def dressed(item: Item, rng: np.random.Generator, turns: bool, patterns: bool) -> Item:
    turn = TURNS[rng.integers(4)] if turns else 0
    pattern = Pattern(PATTERNS[rng.integers(3)], COLOUR_NAMES[rng.integers(10)])
    return replace(item, turn=turn, pattern=pattern if patterns and rng.random() < 0.8 else None)


def nearest(item: Item, found: tuple[Found, ...]) -> Found:
    """What was found where the item is; inside a container two things share their centre."""
    away = [abs(one.centre[0] - item.x) + abs(one.centre[1] - item.y) + (one.thing != item.thing) for one in found]
    return found[int(np.argmin(away))]


@pytest.mark.parametrize("style", ["shaded", "flat", "outline", "pixelated"])
@pytest.mark.parametrize(("height", "width", "count"), SHAPES)
def test_every_style_is_read_and_named(style: str, height: int, width: int, count: int) -> None:
    rng = np.random.default_rng(height)
    right = Counter()
    for index in range(count):
        scene = visible_scene(rng, index, style)
        reading = read(draw_scene(scene, height, width))
        right["style"] += reading.style == style
        right["all"] += check(reading, demands(scene)).right
    assert right["style"] >= 0.95 * count
    assert right["all"] >= 0.95 * count


@pytest.mark.parametrize(("turns", "patterns"), [(True, False), (False, True), (True, True)])
@pytest.mark.parametrize(("height", "width"), [(96, 96), (128, 128), (80, 112)])
def test_turns_and_patterns_are_told(height: int, width: int, turns: bool, patterns: bool) -> None:
    rng = np.random.default_rng(height)
    right, count, pictures = Counter(), 0, 40
    for index in range(pictures):
        scene = visible_scene(rng, index, "shaded", turns, patterns)
        reading = read(draw_scene(scene, height, width), looks=True)
        right["all"] += check(reading, demands(scene)).right
        for item in scene.items:
            one = nearest(item, reading.found)
            count += 1
            right["turn"] += one.thing == item.thing and looks_alike(item.thing, item.turn, one.turn)
            right["pattern"] += one.pattern == item.pattern
    assert right["all"] >= 0.9 * pictures
    assert right["turn"] >= 0.9 * count
    assert right["pattern"] >= 0.9 * count


def test_a_hint_spares_finding_out() -> None:
    scene = visible_scene(np.random.default_rng(1), 0, "outline")
    picture = draw_scene(scene, 96, 96)
    assert read(picture, style="outline") == read(picture)
    assert not check(read(picture, style="flat"), demands(scene)).right


def test_without_being_asked_nothing_turned_is_known() -> None:
    scene = Scene("single", (Item("house", "red", "large", 0.5, 0.5, turn=180),), None, "white")
    picture = draw_scene(scene, 96, 96)
    assert not check(read(picture), demands(scene)).right
    assert read(picture, looks=True).found[0].turn == 180


@pytest.mark.parametrize("style", ["flat", "outline", "pixelated"])
def test_half_a_thing_is_not_the_thing_in_any_style(style: str) -> None:
    for thing in ("heart", "house", "fish", "boat"):
        scene = Scene("single", (Item(thing, "purple", "medium", 0.5, 0.5),), None, "white", style)
        picture = draw_scene(scene, 96, 96)
        picture[48:] = 255
        assert not check(read(picture), demands(scene)).right
