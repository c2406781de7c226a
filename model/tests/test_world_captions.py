"""Captions say what the scene shows, in the words people use."""

import pickle
from itertools import pairwise

import numpy as np
import pytest

from nextflow_model.world import ABILITIES, Caption, Item, Scene, caption, demands, sample_scene
from nextflow_model.world.things import PLURALS


def wordings(scene: Scene, count: int = 3000) -> set[str]:
    rng = np.random.default_rng(4)
    return {str(caption(scene, rng)) for _ in range(count)}


def single(thing: str, colour: str, size: str = "medium", background: str = "sky") -> Scene:
    return Scene("single", (Item(thing, colour, size, 0.5, 0.5),), None, background)


@pytest.mark.parametrize("ability", ABILITIES)
def test_thing_and_colour_are_always_named(ability: str) -> None:
    rng = np.random.default_rng(5)
    for _ in range(300):
        scene = sample_scene(rng, ability, "train")
        words = caption(scene, rng).lower()
        for item in scene.items:
            assert item.colour in words
            assert item.thing in words or PLURALS[item.thing] in words


@pytest.mark.parametrize("ability", ABILITIES)
def test_most_captions_are_short(ability: str) -> None:
    rng = np.random.default_rng(6)
    lengths = [len(caption(sample_scene(rng, ability, "train"), rng).split()) for _ in range(300)]
    assert np.median(lengths) <= 14
    assert max(lengths) < 28


def test_what_users_type_is_in_the_distribution() -> None:
    assert {"a red house", "red house", "Draw a red house."} <= wordings(single("house", "red"))
    assert "a small blue star on a green meadow" in wordings(single("star", "blue", "small", "meadow"), 20000)
    house, sun = Item("house", "red", "medium", 0.5, 0.75), Item("sun", "yellow", "small", 0.5, 0.25)
    assert "a red house under a yellow sun" in wordings(Scene("relation", (house, sun), "below", "sky"))
    trees = tuple(Item("tree", "green", "small", x / 12, 0.5) for x in (2, 6, 10))
    assert "three green trees" in wordings(Scene("count", trees, None, "sky"))


def test_articles_fit_the_next_word() -> None:
    rng = np.random.default_rng(7)
    for _ in range(500):
        words = caption(sample_scene(rng, "relation", "train"), rng).lower().split()
        for article, noun in pairwise(words):
            assert article not in ("a", "an") or (article == "an") == (noun[0] in "aeio")


def test_a_caption_demands_only_what_it_says() -> None:
    rng = np.random.default_rng(8)
    scene = single("house", "red", "large", "meadow")
    for _ in range(200):
        said = caption(scene, rng)
        wanted = demands(scene, said)
        assert (wanted.wanted[0].size == "large") == any(word in said.lower() for word in ("large", "big", "huge"))
        assert (wanted.background == "meadow") == any(word in said for word in ("meadow", "grass", "field"))


def test_without_a_caption_everything_is_demanded() -> None:
    fish = tuple(Item("fish", "red", "small", x / 12, 0.5) for x in (4, 8))
    wanted = demands(Scene("count", fish, None, "sand"))
    assert wanted.wanted[0].count == 2
    assert wanted.wanted[0].size == "small"
    assert wanted.background == "sand"


def test_a_caption_survives_pickling() -> None:
    # Data loaders hand captions between processes.
    copy = pickle.loads(pickle.dumps(Caption("a red house", (False,), True)))
    assert copy == "a red house"
    assert copy.states_background and copy.states_size == (False,)
