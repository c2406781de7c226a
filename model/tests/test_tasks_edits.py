"""Edits keep the world's rules, say what they mean, and are graded by what is seen."""

import re
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from nextflow_model.tasks.edits import KINDS, Edit, grade_edit, random_edit, sample_edit
from nextflow_model.tasks.edits.arrangement import SEVERAL, arranged
from nextflow_model.tasks.edits.changes import zoomed
from nextflow_model.tasks.edits.matching import PLACE_TOLERANCE
from nextflow_model.tasks.edits.naming import named
from nextflow_model.tasks.edits.rules import lawful
from nextflow_model.tasks.exchange import Picture, Text
from nextflow_model.world import Item, Scene, demands, draw_scene, is_heldout
from nextflow_model.world.turns import looks_alike

SIDE = 96
GRADED = 8  # of each kind; the judge takes most of the time
GRADED_STYLES = 3  # to find out a style takes it ten times as long


@lru_cache
def edits(kind: str, count: int = 60, split: str = "train") -> list[Edit]:
    rng = np.random.default_rng(sorted(KINDS).index(kind))
    return [random_edit(rng, split, kind) for _ in range(count)]


def drawn(scene: Scene) -> np.ndarray:
    return draw_scene(scene, SIDE, SIDE)


def house(x: float = 0.5, y: float = 0.5, size: str = "small", thing: str = "house") -> Item:
    return Item(thing, "red", size, x, y)


def test_there_are_at_least_thirteen_kinds() -> None:
    assert len(KINDS) >= 13


def test_an_exchange_shows_the_source_says_the_instruction_and_answers_with_the_target() -> None:
    exchange = sample_edit(np.random.default_rng(0), "train")
    edit = exchange.about
    assert exchange.task == "edit"
    assert exchange.turns[0].parts == (Picture(edit.source), Text(edit.instruction))
    assert exchange.turns[1].parts == (Picture(edit.target),)


@pytest.mark.parametrize("kind", KINDS)
def test_edits_keep_the_rules_of_the_world(kind: str) -> None:
    for edit in edits(kind):
        assert edit.kind == kind
        assert edit.source != edit.target
        assert lawful(edit.source) and lawful(edit.target)


@pytest.mark.parametrize("kind", KINDS)
def test_training_shows_nothing_held_out_and_held_out_edits_do(kind: str) -> None:
    assert not any(is_heldout(scene) for edit in edits(kind) for scene in (edit.source, edit.target))
    assert all(is_heldout(edit.source) or is_heldout(edit.target) for edit in edits(kind, 20, "heldout"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_edits(kind: str) -> None:
    again = np.random.default_rng(sorted(KINDS).index(kind))
    assert [random_edit(again, "train", kind) for _ in range(5)] == edits(kind)[:5]


@pytest.mark.parametrize("kind", KINDS)
def test_instructions_are_varied_plain_text(kind: str) -> None:
    texts = [edit.instruction for edit in edits(kind)]
    assert len({text.lower().rstrip(".") for text in texts}) >= 6
    assert all(re.fullmatch(r"[A-Za-z0-9 ,.-]+", text) and "None" not in text and "  " not in text for text in texts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_of_the_picture_may_change_and_shows_every_difference(kind: str) -> None:
    for edit in edits(kind)[:5]:
        region = edit.region(48, 64)
        differs = (draw_scene(edit.source, 48, 64) != draw_scene(edit.target, 48, 64)).any(axis=2)
        assert region.any()
        assert not (differs & ~region).any()


def test_nothing_is_turned_that_looks_the_same_turned() -> None:
    for edit in edits("object_rotation"):
        before, after = {item.turn for item in edit.source.items}, {item.turn for item in edit.target.items}
        (turn,) = (before | after) - {0}
        turned = {item.thing for scene in (edit.source, edit.target) for item in scene.items if item.turn}
        assert not any(looks_alike(thing, turn, 0) for thing in turned)


def test_no_move_could_be_missed_within_the_tolerance() -> None:
    for edit in edits("object_position"):
        (before,) = set(edit.source.items) - set(edit.target.items)
        (after,) = set(edit.target.items) - set(edit.source.items)
        assert max(abs(before.x - after.x), abs(before.y - after.y)) >= 2 * PLACE_TOLERANCE - 1e-9 or edit.loose


def test_zooming_in_and_out_again_leads_back() -> None:
    scene = Scene("relation", (house(4 / 12, 6 / 12), house(8 / 12, 6 / 12, thing="cup")), "left of", "sky")
    nearer = zoomed(scene, 1)
    assert [item.size for item in nearer.items] == ["medium", "medium"]
    assert [round(12 * item.x) for item in nearer.items] == [3, 9]
    assert zoomed(nearer, -1) == scene
    assert zoomed(Scene("single", (house(size="large"),), None, "sky"), 1) is None


def test_a_name_fits_one_thing_only() -> None:
    rng = np.random.default_rng(0)
    row = arranged((house(2 / 12), house(6 / 12), house(10 / 12)), "sky")
    assert all("left" in named(rng, row, 0) and "middle" in named(rng, row, 1) for _ in range(20))
    mixed = arranged((house(2 / 12), replace(house(10 / 12), colour="blue")), "sky")
    assert {named(rng, mixed, 0) for _ in range(20)} == {f"the {mixed.items[0].colour} house"}
    stacked = Scene(SEVERAL, (house(0.5, 0.5), house(0.55, 0.55), house(0.9)), None, "sky")
    assert named(rng, stacked, 0) is None


def test_arrangements_are_told_in_the_words_of_scenes() -> None:
    cup, star = house(6 / 12, 10 / 12, thing="cup"), house(7 / 12, 2 / 12, thing="star")
    assert arranged((cup, star), "sky").relation == "below"
    assert arranged((house(0.2, 0.2), house(0.8, 0.2)), "sky").ability == "count"
    apart = arranged((house(0.2, 0.2, thing="cup"), house(0.7, 0.8, thing="star")), "sky")
    assert (apart.ability, apart.relation) == (SEVERAL, None)
    assert [wanted.thing for wanted in demands(apart).wanted] == ["cup", "star"]


def test_an_order_of_items_does_not_matter_to_what_is_held_out() -> None:
    items = (house(0.2, 0.2, thing="cup"), house(0.7, 0.8, thing="star"), house(0.8, 0.2))
    assert arranged(items, "sky") == arranged(items[::-1], "sky")


@pytest.mark.parametrize("kind", KINDS)
def test_the_true_target_is_done_and_unchanged_and_the_source_is_not_done(kind: str) -> None:
    graded = edits(kind)[: GRADED_STYLES if kind == "style" else GRADED]
    assert [grade_edit(drawn(edit.target), edit).wrong for edit in graded] == [[]] * len(graded)
    assert not any(grade_edit(drawn(edit.source), edit).done for edit in graded)


@pytest.mark.parametrize("kind", ["object_remove", "object_replace", "object_color", "object_position"])
def test_another_part_changed_as_well_is_not_unchanged(kind: str) -> None:
    edit = next(edit for edit in edits(kind) if len(edit.target.items) > 0 and not edit.loose)
    picture = drawn(edit.target)
    elsewhere = ~edit.region(SIDE, SIDE)
    picture[elsewhere] = 255 - picture[elsewhere] // 2
    grade = grade_edit(picture, edit)
    assert not grade.unchanged
    assert grade.psnr < 25


@pytest.mark.parametrize("kind", ["background", "night"])
def test_a_thing_that_changes_with_its_background_is_not_unchanged(kind: str) -> None:
    edit = next(edit for edit in edits(kind) if edit.target.ability == "single")
    item = edit.target.items[0]
    colour = next(name for name in ("green", "purple") if name != item.colour)
    recoloured = replace(edit.target, items=(replace(item, colour=colour),))
    grade = grade_edit(drawn(recoloured), edit)
    assert not grade.done and not grade.unchanged


def test_the_wrong_one_of_a_group_removed_is_not_done() -> None:
    group = tuple(house(x, y) for x in (3 / 12, 9 / 12) for y in (3 / 12, 9 / 12))
    source, target, other = (arranged(items, "sky") for items in (group, group[1:], group[:3]))
    edit = Edit("object_remove", source, target, "remove the top left house", demands(target))
    assert grade_edit(drawn(target), edit).right
    grade = grade_edit(drawn(other), edit)
    assert not grade.done and not grade.unchanged


def test_an_added_thing_may_stand_anywhere_in_its_relation() -> None:
    source = Scene("single", (house(6 / 12, 9 / 12),), None, "sky")
    stars = [Item("star", "blue", "small", 6 / 12, row / 12) for row in (2, 5)]
    target, other = (arranged((star, *source.items), "sky") for star in stars)
    edit = Edit("object_add", source, target, "add a blue star above the house", demands(target), (target.items[0],))
    assert grade_edit(drawn(other), edit).right
    below = arranged((replace(house(6 / 12, 3 / 12)), Item("star", "blue", "small", 6 / 12, 9 / 12)), "sky")
    assert not grade_edit(drawn(below), edit).right
