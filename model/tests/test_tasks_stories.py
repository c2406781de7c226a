"""Stories show what they tell, and their heroes stay the same."""

from dataclasses import replace

import numpy as np
import pytest

from nextflow_model import judge
from nextflow_model.tasks.exchange import Exchange, Picture, Text
from nextflow_model.tasks.statements import normal, read_statement
from nextflow_model.tasks.stories import grade_story, sample_story, wrong_frames
from nextflow_model.world import RESERVED_PAIRS, Scene, draw_scene, is_heldout


def stories(count: int, split: str, seed: int = 0) -> list[Exchange]:
    rng = np.random.default_rng(seed)
    return [sample_story(rng, split) for _ in range(count)]


def texts(story: Exchange) -> list[str]:
    return [part.text for part in story.turns[1].parts[::2]]


def scenes(story: Exchange) -> list[Scene]:
    return [part.scene for part in story.turns[1].parts[1::2]]


def readings(shown: list[Scene]) -> list[judge.Reading]:
    return [judge.read(draw_scene(scene, 96, 96)) for scene in shown]


def test_text_and_picture_take_turns_for_two_to_four_frames() -> None:
    lengths = set()
    for story in stories(200, "train"):
        parts = story.turns[1].parts
        assert all(isinstance(part, (Text, Picture)[index % 2]) for index, part in enumerate(parts))
        lengths.add(len(parts) // 2)
    assert lengths == {2, 3, 4}


@pytest.mark.parametrize("split", ["train", "heldout"])
def test_each_text_says_what_its_picture_demands(split: str) -> None:
    for story in stories(400, split):
        for text, frame in zip(texts(story), story.about.frames, strict=True):
            said = read_statement(text, strict=False)
            assert said is not None and normal(said) == normal(frame), text


def test_rendered_stories_pass_the_judge() -> None:
    told = stories(6, "train") + stories(6, "heldout")
    right = [grade_story(texts(story), readings(scenes(story)), story.about).right for story in told]
    assert sum(right) >= 11


def test_the_hero_is_in_every_frame_and_never_changes() -> None:
    for story in stories(300, "heldout"):
        hero = story.about.hero
        look = hero.thing, hero.colour
        looks = [[item for item in scene.items if (item.thing, item.colour) == look] for scene in scenes(story)]
        assert all(len(found) == 1 for found in looks)
        assert len({found[0].size for found in looks}) == 1


def of_three(seed: int) -> Exchange:
    return next(story for story in stories(50, "train", seed) if len(story.about.frames) == 3)


@pytest.mark.parametrize("change", [{"colour": "purple"}, {"thing": "mushroom"}])
def test_a_hero_that_changes_is_wrong(change: dict) -> None:
    story = of_three(2)
    shown = scenes(story)
    hero = replace(shown[-1].items[0], **change)
    assert hero != shown[-1].items[0]
    shown[-1] = replace(shown[-1], items=(hero, *shown[-1].items[1:]))
    assert not grade_story(texts(story), readings(shown), story.about).right


def test_a_hero_that_grows_is_wrong_even_if_nobody_named_its_size() -> None:
    for story in stories(200, "train", 3):
        first, second = scenes(story)[:2]
        if story.about.hero.size is None and len(first.items) == 1:
            break
    shown = readings([replace(first, items=(replace(first.items[0], size="large", x=0.5, y=0.5),)), second])
    wrong = wrong_frames(shown, story.about.frames[:2], story.about.hero)
    assert any("changes its size" in fault for fault in wrong)


def test_a_missing_frame_and_a_missing_friend_are_wrong() -> None:
    story = next(one for one in stories(100, "train", 4) if one.about.friends and len(one.about.frames) == 3)
    seen = readings(scenes(story))
    assert not grade_story(texts(story)[:2], seen[:2], story.about).right
    alone = [texts(story)[0]] * 3
    assert not grade_story(alone, [seen[0]] * 3, story.about).right


def test_pictures_in_the_wrong_order_are_wrong() -> None:
    story = of_three(5)
    assert not grade_story(texts(story), readings(scenes(story)[::-1]), story.about).right


def test_training_has_neither_heldout_frames_nor_reserved_pairs() -> None:
    for story in stories(800, "train"):
        assert not any(is_heldout(scene) for scene in scenes(story))
        text = " ".join([story.turns[0].parts[0].text, *texts(story)])
        assert not any(f"{colour} {thing}" in text for thing, colour in RESERVED_PAIRS)


def test_heldout_prompts_are_new() -> None:
    trained = {tuple(texts(story)) for story in stories(1000, "train")}
    assert not any(tuple(texts(story)) in trained for story in stories(500, "heldout"))
