"""The sampler on cases small enough to work out by hand."""

import torch

from nextflow_model.sampler import Sampling, sample


def draw(probabilities, uniform, **changes):
    settings = dict(guidance=0.0, temperature=1.0, top_k=100, top_p=1.0) | changes
    logits = torch.tensor([probabilities]).log()
    return sample(logits, Sampling(**settings), torch.tensor([uniform])).item()


def test_the_uniform_walks_down_from_the_most_likely_code():
    shares = [0.2, 0.5, 0.3]
    assert [draw(shares, u) for u in (0.0, 0.49, 0.51, 0.79, 0.81, 0.999)] == [1, 1, 2, 2, 0, 0]


def test_top_k_keeps_the_best_and_shares_their_weight_anew():
    assert [draw([0.2, 0.5, 0.3], u, top_k=2) for u in (0.6, 0.65, 0.999)] == [1, 2, 2]
    assert draw([0.2, 0.5, 0.3], 0.999, top_k=1) == 1


def test_top_p_keeps_the_code_that_crosses_the_line_and_none_after():
    assert draw([0.2, 0.5, 0.3], 0.999, top_p=0.6) == 2
    assert draw([0.2, 0.5, 0.3], 0.999, top_p=0.5) == 1  # 0.5 is reached exactly: the next one is out
    assert draw([0.2, 0.5, 0.3], 0.999, top_p=1e-6) == 1  # the best always stays


def test_equal_logits_go_to_the_lower_id_first():
    assert [draw([0.25] * 4, u) for u in (0.1, 0.3, 0.6, 0.9)] == [0, 1, 2, 3]


def test_a_low_temperature_sharpens():
    assert draw([0.4, 0.6], 0.9) == 0
    assert draw([0.4, 0.6], 0.9, temperature=0.1) == 1
