"""A thing with an unusual look is drawn again, in a scene of its own."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from nextflow_model.tasks.edits.rules import lawful
from nextflow_model.tasks.exchange import Picture, Text
from nextflow_model.tasks.subject_grading import grade_subject
from nextflow_model.tasks.subject_scenes import SCENES
from nextflow_model.tasks.subjects import Subject, sample_subject
from nextflow_model.world import Item, Pattern, Scene, draw_scene, is_heldout

STRIPED = Item("house", "red", "medium", 0.5, 0.5, pattern=Pattern("stripes", "white"))
STAR = Item("star", "blue", "small", 10 / 12, 0.5)


@lru_cache
def subjects(kind: str, count: int = 40, split: str = "train") -> list[Subject]:
    rng = np.random.default_rng(sorted(SCENES).index(kind))
    return [sample_subject(rng, split, kind).about for _ in range(count)]


def striped_beside_a_star() -> Subject:
    reference = Scene("single", (STRIPED,), None, "sky")
    target = Scene("relation", (replace(STRIPED, x=4 / 12), STAR), "left of", "night")
    return Subject((reference,), target, "draw this thing at night, to the left of a blue star")


def test_an_exchange_shows_the_references_first() -> None:
    exchange = sample_subject(np.random.default_rng(0), "train", "together")
    subject = exchange.about
    assert exchange.task == "subject"
    assert exchange.turns[0].parts == (*map(Picture, subject.references), Text(subject.instruction))
    assert exchange.turns[1].parts == (Picture(subject.target),)


@pytest.mark.parametrize("kind", SCENES)
def test_the_target_shows_every_subject_in_its_own_look(kind: str) -> None:
    for subject in subjects(kind):
        looks = {(item.thing, item.colour, item.pattern) for item in subject.target.items}
        assert all(item.pattern and (item.thing, item.colour, item.pattern) in looks for item in subject.subjects)
        assert all(lawful(scene) for scene in (*subject.references, subject.target))


def test_two_references_show_different_things() -> None:
    assert all(len({item.thing for item in subject.subjects}) == 2 for subject in subjects("together"))


@pytest.mark.parametrize("kind", SCENES)
def test_training_shows_nothing_held_out_and_held_out_exchanges_do(kind: str) -> None:
    for split in ("train", "heldout"):
        for subject in subjects(kind, 10, split):
            scenes = (*subject.references, subject.target)
            assert any(map(is_heldout, scenes)) == (split == "heldout")


@pytest.mark.parametrize("kind", SCENES)
def test_instructions_are_complete(kind: str) -> None:
    assert not any("{" in subject.instruction or "None" in subject.instruction for subject in subjects(kind))
    assert len({subject.instruction.lower() for subject in subjects(kind)}) > 20


def test_the_same_seed_gives_the_same_subjects() -> None:
    one, other = (sample_subject(np.random.default_rng(5), "train") for _ in range(2))
    assert one == other


def test_the_same_thing_in_the_scene_asked_for_is_right() -> None:
    subject = striped_beside_a_star()
    assert grade_subject(draw_scene(subject.target, 96, 96), subject).right


def test_a_plain_thing_in_the_right_place_is_not_the_same() -> None:
    subject = striped_beside_a_star()
    thing, star = subject.target.items
    plain = replace(subject.target, items=(replace(thing, pattern=None), star))
    grade = grade_subject(draw_scene(plain, 96, 96), subject)
    assert not grade.same
    assert grade.placed


def test_the_same_thing_on_the_wrong_side_is_not_placed() -> None:
    subject = striped_beside_a_star()
    mirrored = tuple(replace(item, x=1 - item.x) for item in subject.target.items)
    grade = grade_subject(draw_scene(replace(subject.target, items=mirrored), 96, 96), subject)
    assert grade.same
    assert not grade.placed


def test_the_reference_itself_is_no_answer() -> None:
    subject = striped_beside_a_star()
    assert not grade_subject(draw_scene(subject.references[0], 96, 96), subject).right


@pytest.mark.parametrize("kind", SCENES)
def test_most_true_targets_are_right(kind: str) -> None:
    # Patterns are the hardest thing to read: one of three may be missed.
    assert sum(grade_subject(draw_scene(one.target, 96, 96), one).right for one in subjects(kind)[:3]) >= 2
