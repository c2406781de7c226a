"""The multi-scale quantizer against the algorithm written out place by place."""

import numpy as np
import pytest
import torch

from nextflow_model.schedule import scale_grids
from nextflow_model.training.codebook import CodebookAverages, quantize
from nextflow_model.training.self_correction import SelfCorrection, corrected_codes
from nextflow_model.visual_tokenizer.quantizer import Quantizer, bicubic


@pytest.fixture
def quantizer():
    torch.manual_seed(0)
    return Quantizer(64, 6, 4, 1.0)


def unit(vector):
    return vector / np.linalg.norm(vector)


def test_a_code_minimises_the_sum_of_both_squared_distances(quantizer):
    residual = torch.randn(1, 10, 3, 3)
    codes = quantizer.encode(residual, [(3, 3)])[0][0].tolist()
    semantic = quantizer.semantic_codebook.weight.detach().numpy()
    pixel = quantizer.pixel_codebook.weight.detach().numpy()
    for place, code in enumerate(codes):
        vector = residual[0, :, place // 3, place % 3].numpy()
        distances = [
            np.square(unit(vector[:6]) - unit(s)).sum() + np.square(unit(vector[6:]) - unit(p)).sum()
            for s, p in zip(semantic, pixel)
        ]
        assert code == int(np.argmin(distances))


def test_what_is_left_over_plus_what_is_coded_is_the_whole(quantizer):
    """Encoding subtracts exactly what decoding adds, over all scales."""
    features, grids = torch.randn(2, 10, 6, 6), scale_grids(6)
    codes = quantizer.encode(features, grids)
    assert [tuple(c.shape) for c in codes] == [(2, rows * columns) for rows, columns in grids]
    coded, rows, chosen = quantize(quantizer, features, grids)
    assert torch.allclose(quantizer.accumulate(codes, grids), coded, atol=1e-5)
    assert len(rows) == len(chosen) == 2 * 91


def test_the_first_scale_sees_the_mean_of_the_picture(quantizer):
    features = torch.randn(1, 10, 4, 5)
    rows = quantizer.pooled_rows(features, (1, 1))
    mean = features.mean(dim=(2, 3))[0]
    assert torch.allclose(rows[0, :6], mean[:6] / mean[:6].norm(), atol=1e-6)


def test_resizing_to_the_same_size_changes_nothing():
    x = torch.randn(1, 2, 5, 7)
    assert bicubic(x, (5, 7)) is x


def test_without_self_correction_inputs_are_the_targets(quantizer):
    features, grids = torch.randn(2, 10, 6, 6), scale_grids(6)
    inputs, targets = corrected_codes(quantizer, features, grids, SelfCorrection(share=0.0))
    expected = quantizer.encode(features, grids)
    assert all(torch.equal(a, b) and torch.equal(b, c) for a, b, c in zip(inputs, targets, expected))


def test_later_targets_answer_to_the_codes_that_were_taken(quantizer):
    """With self-correction the targets of scale k are the nearest codes to what the taken codes left over."""
    torch.manual_seed(3)
    features, grids = torch.randn(4, 10, 6, 6), scale_grids(6)
    inputs, targets = corrected_codes(quantizer, features, grids, SelfCorrection(share=0.6, nearest=4, temperature=1.0))
    left, table = features - quantizer.accumulate(inputs[:5] + [inputs[5] * 0], grids), quantizer.table()
    left = left + quantizer.look_up(inputs[5] * 0, (6, 6), table)
    nearest = quantizer.nearest(quantizer.pooled_rows(left, (6, 6)), table).unflatten(0, (4, -1))
    assert (nearest == targets[5]).float().mean() > 0.99
    changed = torch.cat(inputs, 1) != torch.cat(targets, 1)
    assert 0.2 < changed.float().mean() < 0.6


def test_codebooks_move_to_the_rows_they_stand_for_and_unused_codes_return(quantizer):
    torch.manual_seed(1)
    centres = quantizer.normalise(torch.randn(8, 10))
    features = centres[torch.randint(8, (400,))].T.reshape(1, 10, 20, 20)
    averages = CodebookAverages(quantizer, decay=0.5)
    averages.start_from(features, [(20, 20)])
    coded, rows, codes = quantize(quantizer, features, [(20, 20)])
    assert torch.allclose(coded, features, atol=1e-3)
    for _ in range(20):
        averages.update(rows, codes)
    assert averages.revive(rows) > 0
