"""The exported sampler against nextflow_model.sampler: the same code for the same uniform, and nothing between rows."""

import numpy as np
import pytest
import torch
from export_models import Exported, exported_tiny

from nextflow_model.sampler import Sampling, guide, sample

ALMOST_ONE = np.float32(1 - 2.0**-24)  # the largest uniform there is
SETTINGS = [
    Sampling(0.0, 1.0, 64, 0.95), Sampling(3.0, 1.0, 1, 1.0), Sampling(2.5, 0.5, 1024, 0.5), Sampling(0.5, 2.0, 7, 1.0),
    Sampling(7.0, 1.3, 256, 0.01), Sampling(0.0, 0.1, 255, 0.999),
]  # fmt: skip


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Exported:
    return exported_tiny(tmp_path_factory.mktemp("bundle"), "float32")


def run(exported: Exported, conditional, unconditional, settings, uniforms) -> np.ndarray:
    kinds = {"guidance": np.float32, "temperature": np.float32, "top_k": np.int64, "top_p": np.float32}
    columns = {name: np.array([getattr(s, name) for s in settings], kind) for name, kind in kinds.items()}
    hidden = {"conditional": conditional, "unconditional": unconditional}
    return exported.runtime.run("scale_sampler", **hidden, **columns, uniforms=uniforms)["codes"]


def random_rows(exported: Exported, seed: int, positions: int):
    rng = np.random.default_rng(seed)
    hidden = rng.standard_normal((2, len(SETTINGS), positions, exported.config.hidden_size), np.float32)
    return *hidden, rng.random((len(SETTINGS), positions), np.float32)


@pytest.mark.parametrize("seed", range(4))
def test_samples_what_the_reference_samples(exported, seed):
    conditional, unconditional, uniforms = random_rows(exported, seed, 200)
    uniforms[:, 0], uniforms[:, 1] = 0, ALMOST_ONE
    codes = run(exported, conditional, unconditional, SETTINGS, uniforms)
    for row, setting in enumerate(SETTINGS):
        logits = [exported.transformer.visual_logits(torch.from_numpy(h[row])) for h in (conditional, unconditional)]
        expected = sample(guide(*logits, setting.guidance), setting, torch.from_numpy(uniforms[row]))
        np.testing.assert_array_equal(codes[row], expected.numpy(), err_msg=str(setting))


def test_a_row_is_sampled_as_if_alone(exported):
    conditional, unconditional, uniforms = random_rows(exported, 9, 50)
    together = run(exported, conditional, unconditional, SETTINGS, uniforms)
    for row, setting in enumerate(SETTINGS):
        one = slice(row, row + 1)
        alone = run(exported, conditional[one], unconditional[one], [setting], uniforms[one])
        np.testing.assert_array_equal(alone, together[one])


def test_equal_logits_go_by_the_lower_id(exported):
    """A zero hidden state makes all codes equal: top-k keeps the lowest ids, and u picks among them in order."""
    top_k = 8
    zeros = np.zeros((1, top_k, exported.config.hidden_size), np.float32)
    uniforms = ((np.arange(top_k, dtype=np.float32) + 0.5) / top_k)[None]
    codes = run(exported, zeros, zeros, [Sampling(0.0, 1.0, top_k, 1.0)], uniforms)
    np.testing.assert_array_equal(codes[0], np.arange(top_k))


def test_without_guidance_the_unconditional_rows_do_not_matter(exported):
    conditional, unconditional, uniforms = random_rows(exported, 5, 20)
    settings = [Sampling(0.0, 1.0, 50, 0.9)] * len(SETTINGS)
    codes = run(exported, conditional, unconditional, settings, uniforms)
    np.testing.assert_array_equal(codes, run(exported, conditional, conditional, settings, uniforms))
