"""Components and holes, against shapes small enough to read."""

import numpy as np

from nextflow_model.judge.components import eroded, filled, label


def mask(*rows: str) -> np.ndarray:
    return np.array([[cell == "#" for cell in row] for row in rows])


def test_corners_join_only_when_asked() -> None:
    corners = mask("#..", ".#.", "..#")
    assert label(corners, diagonal=True)[1] == 1
    assert label(corners, diagonal=False)[1] == 3


def test_two_arms_that_meet_late_are_one_component() -> None:
    labels, count = label(mask("#.#", "#.#", "###"), diagonal=False)
    assert count == 1
    assert labels[0, 0] == labels[0, 2] == 1


def test_separate_parts_have_numbers_from_one() -> None:
    labels, count = label(mask("##..#", ".....", "#...#"), diagonal=True)
    assert count == 4
    assert set(np.unique(labels)) == {0, 1, 2, 3, 4}


def test_holes_are_filled_and_bays_are_not() -> None:
    assert np.array_equal(filled(mask("###", "#.#", "###")), mask("###", "###", "###"))
    bay = mask("####", "#..#", "##.#")
    assert np.array_equal(filled(bay), bay)


def test_a_winding_bay_stays_open() -> None:
    winding = mask(".....", ".###.", ".#.#.", ".#.##", ".#...", ".####")
    assert not filled(winding)[2, 2]


def test_a_winding_room_without_door_is_filled() -> None:
    assert filled(mask("#####", "#...#", "#.#.#", "#.###", "###..")).sum() == 23


def test_erosion_takes_the_rim() -> None:
    assert eroded(np.ones((5, 5), dtype=bool), 2).sum() == 1
