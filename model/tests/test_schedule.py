"""The published schedule table, as far as its numbers are printed."""

import pytest

from nextflow_model.schedule import FINAL_GRIDS, SIDES, code_count, scale_grids


@pytest.mark.parametrize("scale_count, codes", [(4, 30), (6, 91), (8, 204), (12, 900), (16, 3684), (18, 10084)])
def test_square_pictures_hold_the_published_number_of_codes(scale_count, codes):
    assert code_count(scale_grids(scale_count)) == codes


def test_the_square_row_has_the_published_sides():
    assert [rows for rows, _ in scale_grids(18)] == list(SIDES)
    assert all(rows == columns for rows, columns in scale_grids(18))


def test_there_are_forty_one_rows_and_each_has_its_transpose():
    assert len(FINAL_GRIDS) == len(set(FINAL_GRIDS)) == 41
    assert {(columns, rows) for rows, columns in FINAL_GRIDS} == set(FINAL_GRIDS)


@pytest.mark.parametrize("final_grid", FINAL_GRIDS)
def test_every_row_ends_at_its_final_grid_with_about_ten_thousand_codes(final_grid):
    grids = scale_grids(18, final_grid)
    assert grids[0] == (1, 1) and grids[-1] == final_grid
    assert 9_000 <= code_count(grids) <= 10_150


def test_halves_round_to_even():
    assert scale_grids(2, (48, 80))[1] == (2, 2)  # 1.5 -> 2, 2.5 -> 2


@pytest.mark.parametrize("scale_count", [0, 19])
def test_other_scale_counts_are_refused(scale_count):
    with pytest.raises(ValueError):
        scale_grids(scale_count)
