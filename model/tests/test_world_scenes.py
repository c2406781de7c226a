"""Scenes are clear: on the lattice, in contrast, apart from each other, and true to their relation."""

from itertools import combinations

import numpy as np
import pytest

from nextflow_model.world import ABILITIES, SIZES, Item, Scene, sample_scene
from nextflow_model.world.backgrounds import allowed_colours
from nextflow_model.world.palette import stands_out
from nextflow_model.world.split import combination


def scenes(ability: str, count: int = 300, split: str = "train") -> list[Scene]:
    rng = np.random.default_rng(3)
    return [sample_scene(rng, ability, split) for _ in range(count)]


def boxes_overlap(one: Item, other: Item) -> bool:
    reach = (SIZES[one.size] + SIZES[other.size]) / 2
    return abs(one.x - other.x) < reach and abs(one.y - other.y) < reach


@pytest.mark.parametrize("ability", ABILITIES)
def test_centres_lie_on_the_lattice_and_boxes_in_the_picture(ability: str) -> None:
    for scene in scenes(ability):
        for item in scene.items:
            for centre in (item.x, item.y):
                assert centre * 12 == pytest.approx(round(centre * 12))
                assert SIZES[item.size] / 2 <= centre <= 1 - SIZES[item.size] / 2


@pytest.mark.parametrize("ability", ["count", "relation", "between"])
def test_things_stay_apart(ability: str) -> None:
    assert not any(boxes_overlap(*pair) for scene in scenes(ability) for pair in combinations(scene.items, 2))


@pytest.mark.parametrize("ability", ABILITIES)
def test_every_thing_stands_out(ability: str) -> None:
    for scene in scenes(ability):
        on_background = scene.items[1:] if scene.relation == "inside" else scene.items
        assert all(item.colour in allowed_colours(scene.background) for item in on_background)
        if scene.relation == "inside":
            assert stands_out(scene.items[0].colour, scene.items[1].colour)


def test_relations_are_dominated_by_their_axis() -> None:
    for scene in scenes("relation"):
        first, second = scene.items
        right, down = first.x - second.x, first.y - second.y
        along, across, forward = {
            "left of": (right, down, -1),
            "right of": (right, down, 1),
            "above": (down, right, -1),
            "below": (down, right, 1),
        }[scene.relation]
        assert along * forward >= 3 * abs(across) > -1


def test_between_has_the_first_thing_in_the_middle() -> None:
    for scene in scenes("between"):
        middle, one, other = scene.items
        assert (one.x + other.x) / 2 == pytest.approx(middle.x)
        assert (one.y + other.y) / 2 == pytest.approx(middle.y)


def test_count_covers_one_to_four_alike_things() -> None:
    drawn = scenes("count")
    assert {len(scene.items) for scene in drawn} == {1, 2, 3, 4}
    assert all(len({(item.thing, item.colour, item.size) for item in scene.items}) == 1 for scene in drawn)


def test_one_picture_has_one_combination() -> None:
    # Turning the sentence round must not smuggle a held-out picture into training.
    house, sun = Item("house", "red", "small", 0.5, 0.75), Item("sun", "yellow", "small", 0.5, 0.25)
    below = Scene("relation", (house, sun), "below", "sky")
    above = Scene("relation", (sun, house), "above", "sky")
    assert combination(below) == combination(above)
    cup = Item("cup", "blue", "small", 0.5, 0.5)
    assert combination(Scene("between", (cup, house, sun), "between", "sky")) == combination(
        Scene("between", (cup, sun, house), "between", "sky")
    )


def test_the_same_seed_gives_the_same_scenes() -> None:
    assert scenes("relation", 20) == scenes("relation", 20)


def test_an_unknown_split_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown split"):
        sample_scene(np.random.default_rng(0), "single", "test")
