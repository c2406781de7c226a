"""Pictures and labels of a scene agree, at every size and shape of the canvas."""

import numpy as np
import pytest

from nextflow_model.world import (
    ABILITIES,
    BACKGROUNDS,
    COLOUR_NAMES,
    COLOURS,
    LABEL_CLASSES,
    THINGS,
    Item,
    Scene,
    draw_scene,
    labels,
    sample_scene,
)
from nextflow_model.world.backgrounds import allowed_colours, background_picture


def single(thing: str, colour: str, size: str = "large", background: str = "white") -> Scene:
    return Scene("single", (Item(thing, colour, size, 0.5, 0.5),), None, background)


@pytest.mark.parametrize("shape", [(96, 96), (128, 128), (64, 160), (160, 64), (90, 100)])
def test_pictures_have_the_shape_asked_for(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    for ability in ABILITIES:
        picture = draw_scene(sample_scene(rng, ability, "train"), *shape)
        assert picture.shape == (*shape, 3)
        assert picture.dtype == np.uint8


def test_drawing_twice_gives_the_same_picture() -> None:
    scene = sample_scene(np.random.default_rng(2), "relation", "train")
    assert np.array_equal(draw_scene(scene, 96, 96), draw_scene(scene, 96, 96))


@pytest.mark.parametrize("thing", THINGS)
def test_the_main_colour_leads_in_every_thing(thing: str) -> None:
    picture = draw_scene(single(thing, "purple", background="grey"), 192, 192).reshape(-1, 3)
    inks, counts = np.unique(picture[(picture != (214, 217, 222)).any(axis=1)], axis=0, return_counts=True)
    # A house shows nearly as much roof, in the shade of its colour, as wall.
    assert COLOURS["purple"] in [tuple(inks[index]) for index in counts.argsort()[-2:]]


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_every_allowed_colour_can_be_seen(background: str) -> None:
    empty = background_picture(background, 96, 96)
    for colour in allowed_colours(background):
        picture = draw_scene(single("circle", colour, background=background), 96, 96)
        assert np.linalg.norm(picture[48, 48] - empty[48, 48]) > 40


def test_a_larger_canvas_shows_the_same_picture() -> None:
    scene = sample_scene(np.random.default_rng(3), "between", "train")
    small = draw_scene(scene, 96, 96).astype(float)
    large = draw_scene(scene, 192, 192).astype(float).reshape(96, 2, 96, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - large).mean() < 2.5


def test_labels_name_thing_and_colour_where_it_is() -> None:
    cells = labels(single("square", "blue"), 6, 6)
    assert cells.shape == (6, 6, 2)
    assert tuple(cells[2, 2]) == (1 + THINGS.index("square"), 1 + COLOUR_NAMES.index("blue"))
    assert tuple(cells[0, 0]) == (0, 0)


def test_labels_show_what_lies_inside() -> None:
    inner, outer = Item("fish", "red", "small", 0.5, 0.5), Item("circle", "white", "large", 0.5, 0.5)
    cells = labels(Scene("inside", (inner, outer), "inside", "night"), 12, 12)[..., 0]
    assert {1 + THINGS.index("fish"), 1 + THINGS.index("circle"), 0} == set(np.unique(cells))


def test_labels_stay_in_their_classes() -> None:
    rng = np.random.default_rng(4)
    for ability in ABILITIES:
        for shape in ((6, 6), (8, 8), (4, 10)):
            cells = labels(sample_scene(rng, ability, "train"), *shape)
            assert cells.shape == (*shape, 2)
            assert (cells >= 0).all() and (cells < LABEL_CLASSES).all()
            assert ((cells[..., 0] == 0) == (cells[..., 1] == 0)).all()


def test_the_smallest_things_leave_a_label() -> None:
    # Centred on a corner, a small thing covers no cell by half; it must not vanish from the teacher.
    for thing in THINGS:
        scene = Scene("single", (Item(thing, "red", "small", 0.5, 0.5),), None, "white")
        assert (labels(scene, 6, 6)[..., 0] > 0).sum() >= 2
