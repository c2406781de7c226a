"""The judge reads pictures in every style, and tells turns and patterns, without being told anything."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from visibility import all_visible

from nextflow_model.judge import Found, check, read
from nextflow_model.world import (
    ABILITIES,
    COLOUR_NAMES,
    PATTERNS,
    STYLES,
    TURNS,
    Item,
    Pattern,
    Scene,
    demands,
    draw_scene,
    sample_scene,
)
from nextflow_model.world.turns import looks_alike

# (height, width, pictures): a row of a table of results holds all of them, about 180 things.
SHAPES = ((96, 96, 60), (128, 128, 16), (80, 112, 24))


def visible_scene(rng: np.random.Generator, index: int, style: str, dressed_up: bool = False) -> Scene:
    """A held-out scene in which everything can be seen, turned and mostly patterned on demand."""
    while True:
        scene = sample_scene(rng, ABILITIES[index % len(ABILITIES)], "heldout")
        items = tuple(dressed(item, rng) if dressed_up else item for item in scene.items)
        if scene.ability == "count":
            items = tuple(replace(item, turn=items[0].turn, pattern=items[0].pattern) for item in items)
        scene = replace(scene, items=items, style=style)
        if all_visible(scene):
            return scene


def dressed(item: Item, rng: np.random.Generator) -> Item:
    pattern = Pattern(PATTERNS[rng.integers(3)], COLOUR_NAMES[rng.integers(10)])
    return replace(item, turn=TURNS[rng.integers(4)], pattern=pattern if rng.random() < 0.7 else None)


def nearest(item: Item, found: tuple[Found, ...]) -> Found:
    """What was found where the item is; inside a container two things share their centre."""
    away = [abs(one.centre[0] - item.x) + abs(one.centre[1] - item.y) + (one.thing != item.thing) for one in found]
    return found[int(np.argmin(away))]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_read_and_named(style: str) -> None:
    rng = np.random.default_rng(4)
    right: Counter[str] = Counter()
    for height, width, pictures in SHAPES:
        for index in range(pictures):
            scene = visible_scene(rng, index, style)
            reading = read(draw_scene(scene, height, width))
            right["style"] += reading.style == style
            right["scene"] += check(reading, demands(scene)).right
    pictures = sum(shape[2] for shape in SHAPES)
    assert right["style"] >= 0.98 * pictures
    # Everything at once: things, colours, sizes, count, relation and background.
    assert right["scene"] >= 0.98 * pictures


def test_turns_and_patterns_are_told() -> None:
    rng = np.random.default_rng(5)
    right: Counter[str] = Counter()
    for height, width, pictures in SHAPES:
        for index in range(pictures):
            scene = visible_scene(rng, index, "shaded", dressed_up=True)
            reading = read(draw_scene(scene, height, width), looks=True)
            right["scene"] += check(reading, demands(scene)).right
            for item in scene.items:
                one = nearest(item, reading.found)
                right["things"] += 1
                right["turn"] += one.thing == item.thing and looks_alike(item.thing, item.turn, one.turn)
                right["pattern"] += one.pattern == item.pattern
    assert right["scene"] >= 0.98 * sum(shape[2] for shape in SHAPES)
    assert right["turn"] >= 0.98 * right["things"]
    assert right["pattern"] >= 0.98 * right["things"]


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
