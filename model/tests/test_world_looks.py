"""Turns, patterns and styles show as they should, and the default look stays as it is."""

from dataclasses import replace

import numpy as np
import pytest
from visibility import all_visible

from nextflow_model.world import (
    COLOURS,
    PATTERNS,
    STYLES,
    THINGS,
    TURNS,
    Item,
    Pattern,
    Scene,
    draw_scene,
    labels,
    sample_scene,
)
from nextflow_model.world.backgrounds import background_picture
from nextflow_model.world.pixelation import block_starts
from nextflow_model.world.sprites import place
from nextflow_model.world.turns import distinct_turns, looks_alike


def single(thing: str, colour: str, style: str = "shaded", background: str = "cream", **look: object) -> Scene:
    return Scene("single", (Item(thing, colour, "medium", 0.5, 0.5, **look),), None, background, style)


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("turn", TURNS[1:])
@pytest.mark.parametrize("style", ["shaded", "flat", "outline"])
def test_a_turned_thing_is_the_turned_picture(thing: str, turn: int, style: str) -> None:
    turned = draw_scene(single(thing, "blue", style, turn=turn), 96, 96).astype(float)
    upright = draw_scene(single(thing, "blue", style), 96, 96).astype(float)
    assert np.abs(turned - np.rot90(upright, -turn // 90)).mean() < 1.0


def test_turns_that_look_alike_are_known() -> None:
    assert {thing for thing in THINGS if distinct_turns(thing) != TURNS} == {"circle", "square", "sun"}
    assert looks_alike("circle", 90, 270)
    assert not looks_alike("fish", 0, 180)


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("kind", PATTERNS)
def test_a_pattern_covers_a_good_part_of_the_thing_and_nothing_else(thing: str, kind: str) -> None:
    plain = draw_scene(single(thing, "red"), 96, 96).astype(float)
    covered = draw_scene(single(thing, "red", pattern=Pattern(kind, "blue")), 96, 96).astype(float)
    bluer = np.linalg.norm(covered - COLOURS["blue"], axis=2) < np.linalg.norm(covered - COLOURS["red"], axis=2)
    empty = np.abs(plain - background_picture("cream", 96, 96)).max(axis=2) < 1
    body = np.linalg.norm(plain - COLOURS["red"], axis=2) < 60
    assert 0.2 < (bluer & body).sum() / body.sum() < 0.6
    assert np.array_equal(covered[empty], plain[empty])


@pytest.mark.parametrize("thing", ["circle", "star", "sun", "heart", "triangle"])
def test_flat_things_have_one_ink(thing: str) -> None:
    picture = draw_scene(single(thing, "green", "flat"), 96, 96).reshape(-1, 3)
    inks, counts = np.unique(picture, axis=0, return_counts=True)
    # Every mix at an edge is rare; what fills an area is the background or the colour.
    assert {tuple(ink) for ink in inks[counts > 60]} == {(251, 238, 204), COLOURS["green"]}


def test_lines_enclose_nothing() -> None:
    picture = draw_scene(single("circle", "green", "outline"), 96, 96)
    assert tuple(picture[48, 48]) == (251, 238, 204)
    assert (picture == COLOURS["green"]).all(axis=2).sum() > 100


def test_white_lines_are_grey() -> None:
    picture = draw_scene(single("square", "white", "outline", "night"), 96, 96)
    assert (picture == (136, 144, 162)).all(axis=2).sum() > 100


@pytest.mark.parametrize("shape", [(96, 96), (128, 128), (80, 112), (112, 80)])
def test_blocks_keep_the_mean_of_what_they_cover(shape: tuple[int, int]) -> None:
    scene = sample_scene(np.random.default_rng(1), "relation", "train")
    fine = draw_scene(scene, *shape).astype(float)
    coarse = draw_scene(replace(scene, style="pixelated"), *shape).astype(float)
    edges = [[*block_starts(length, min(shape)), length] for length in shape]
    assert [len(starts) - 1 for starts in edges] == [round(length * 24 / min(shape)) for length in shape]
    for top, bottom in zip(edges[0], edges[0][1:]):
        for left, right in zip(edges[1], edges[1][1:]):
            block = coarse[top:bottom, left:right]
            assert (block == block[0, 0]).all()
            assert np.abs(block[0, 0] - fine[top:bottom, left:right].mean(axis=(0, 1))).max() <= 1


def test_labels_follow_the_turn_and_not_the_style() -> None:
    scene = single("balloon", "red")
    for style in STYLES:
        assert np.array_equal(labels(replace(scene, style=style), 6, 6), labels(scene, 6, 6))
    turned = labels(single("balloon", "red", turn=90), 12, 12)
    assert np.array_equal(turned, np.rot90(labels(scene, 12, 12), -1))
    assert not np.array_equal(turned, labels(scene, 12, 12))


def test_the_same_look_is_drawn_once() -> None:
    assert place("fish", "red", 30, 48, 48).sprite is place("fish", "red", 30, 60, 52).sprite


def test_what_cannot_be_seen_is_known() -> None:
    inner, outer = Item("fish", "black", "small", 0.5, 0.5), Item("circle", "white", "large", 0.5, 0.5)
    inside = Scene("inside", (inner, outer), "inside", "night")
    assert all_visible(inside)
    assert not all_visible(replace(inside, style="outline"))
    assert not all_visible(single("car", "red", pattern=Pattern("dots", "pink")))
    assert not all_visible(single("car", "red", pattern=Pattern("dots", "yellow")))
    assert all_visible(single("car", "red", pattern=Pattern("dots", "blue")))
