"""Positions against the numbers printed in NextFlow's Figure 5."""

import numpy as np
import pytest

from nextflow_model.rope import block_positions, frequency_streams, picture_positions, rotary_table, text_positions


def test_the_places_of_two_and_three_rows_are_those_of_the_figure():
    assert block_positions((2, 2), 1, 1.0)[:, :2].tolist() == [[0.25, 0.25], [0.25, 0.75], [0.75, 0.25], [0.75, 0.75]]
    assert np.allclose(np.unique(block_positions((3, 3), 2, 1.0)[:, 0]), [1 / 6, 3 / 6, 5 / 6])


def test_sequence_positions_step_once_per_scale_without_a_spatial_offset():
    positions = picture_positions([(1, 1), (2, 2), (3, 3)], boi_position=9, rope_range=1.0)
    assert positions[:4, 2].tolist() == [10.0] * 4 and positions[4:, 2].tolist() == [11.0] * 9
    assert positions[:, :2].max() < 1


def test_a_wide_picture_spreads_its_columns_and_narrows_its_rows():
    positions = block_positions((32, 128), 5, 64.0)
    assert positions[:, 0].max() < 32 and 126 < positions[:, 1].max() < 128  # [0, C/2] and [0, 2C]


def test_a_picture_of_one_scale_has_no_input_block():
    assert picture_positions([(1, 1)], 4, 16.0).shape == (0, 3)


@pytest.mark.parametrize("assignment", ["interleaved", "paper"])
def test_text_turns_as_one_dimensional_rotary_embedding(assignment):
    cos, sin = rotary_table(text_positions(3, 5), 16, 1000.0, assignment)
    angles = np.arange(3, 8)[:, None] * 1000.0 ** (-np.arange(8) / 8)
    assert np.allclose(cos, np.cos(angles), atol=1e-6) and np.allclose(sin, np.sin(angles), atol=1e-6)
    assert cos.dtype == np.float32


def test_frequencies_are_shared_out_as_the_config_says():
    assert frequency_streams(8, "interleaved").tolist() == [0, 1, 2, 0, 1, 2, 0, 1]
    assert np.bincount(frequency_streams(64, "paper")).tolist() == [16, 24, 24]
    with pytest.raises(ValueError):
        frequency_streams(8, "other")
