"""The judge reads fresh and mildly spoilt pictures right, and does not name what is broken."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from nextflow_model.judge import check, read
from nextflow_model.world import ABILITIES, THINGS, Item, Scene, demands, draw_scene, sample_scene
from nextflow_model.world.backgrounds import background_picture


def spoilt(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What a good picture tokenizer may lose: a blur of one px and noise of four grey levels."""
    blurred = np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(1)), dtype=np.float32)
    return np.clip(np.rint(blurred + rng.normal(0, 4, picture.shape)), 0, 255).astype(np.uint8)


def share_read_right(side: int, count: int, spoil: bool) -> float:
    rng = np.random.default_rng(side)
    right = 0
    for index in range(count):
        scene = sample_scene(rng, ABILITIES[index % len(ABILITIES)], ("train", "heldout")[index % 2])
        picture = draw_scene(scene, side, side)
        right += check(read(spoilt(picture, rng) if spoil else picture), demands(scene)).right
    return right / count


@pytest.mark.parametrize(("side", "count", "spoil"), [(96, 100, False), (128, 30, False), (96, 30, True)])
def test_scenes_are_read_back(side: int, count: int, spoil: bool) -> None:
    # Everything must be right at once: things, colours, sizes, count, relation and background.
    assert share_read_right(side, count, spoil) >= (0.98 if count >= 100 else 0.96)


def test_a_wide_picture_is_read_too() -> None:
    scene = sample_scene(np.random.default_rng(1), "relation", "train")
    assert check(read(draw_scene(scene, 96, 144)), demands(scene)).right


def medium(thing: str, colour: str) -> Scene:
    return Scene("single", (Item(thing, colour, "medium", 0.5, 0.5),), None, "white")


@pytest.mark.parametrize("thing", THINGS)
def test_half_a_thing_is_not_the_thing(thing: str) -> None:
    picture = draw_scene(medium(thing, "purple"), 96, 96)
    picture[48:] = 255
    assert not check(read(picture), demands(medium(thing, "purple"))).right


@pytest.mark.parametrize("thing", ["house", "star", "fish", "car"])
def test_a_thing_of_two_colours_is_neither(thing: str) -> None:
    scene = medium(thing, "red")
    picture = draw_scene(scene, 96, 96)
    picture[:, 48:] = draw_scene(medium(thing, "blue"), 96, 96)[:, 48:]
    assert not check(read(picture), demands(scene)).right


def test_an_extra_patch_is_wrong_and_a_speck_is_not() -> None:
    scene = replace(medium("house", "red"), background="cream")
    picture = draw_scene(scene, 96, 96)
    picture[4:9, 4:9] = (30, 30, 30)
    assert check(read(picture), demands(scene)).right
    picture[4:20, 4:20] = (30, 30, 30)
    assert not check(read(picture), demands(scene)).right


def test_noise_is_no_background() -> None:
    noise = np.random.default_rng(2).integers(0, 256, (96, 96, 3), dtype=np.uint8)
    reading = read(noise)
    assert reading.background is None
    assert reading.found == ()


def test_an_empty_background_holds_nothing() -> None:
    for name in ("white", "meadow", "night"):
        reading = read(np.rint(background_picture(name, 96, 96)).astype(np.uint8))
        assert reading.background == name
        assert reading.found == ()
