"""The whole drawing loop through ONNX Runtime against nextflow_model.drawing, token for token."""

import numpy as np
import pytest
from bundle_runtime import Request
from export_models import Exported, exported_tiny

from nextflow_model.drawing import draw_codes
from nextflow_model.sampler import Sampling
from nextflow_model.schedule import scale_grids

UNGUIDED = Sampling(guidance=0.0, temperature=0.8, top_k=64, top_p=0.95)
GUIDED = Sampling(guidance=3.0, temperature=1.0, top_k=100, top_p=0.9)
GREEDY = Sampling(guidance=1.5, temperature=1.0, top_k=1, top_p=1.0)
WIDE = Sampling(guidance=0.5, temperature=1.3, top_k=5000, top_p=1.0)

EMPTY = [379, 84, 82, 68, 81, 380, 379, 381]


def request(index: int, sampling: Sampling) -> Request:
    prompt = list(np.random.default_rng(index).integers(0, 379, 5 + 7 * index))
    return Request([379, *map(int, prompt), 381], EMPTY, sampling, seed=2**63 + 11 * index, image=index)


MIXED = [request(0, UNGUIDED), request(1, GUIDED), request(2, GREEDY), request(3, WIDE)]


@pytest.fixture(scope="module", params=["float32", "int8"])
def exported(request, tmp_path_factory) -> Exported:
    return exported_tiny(tmp_path_factory.mktemp("bundle"), request.param)


def reference(exported: Exported, asked: Request, grids) -> list[np.ndarray]:
    ids = asked.conditional_ids, asked.unconditional_ids
    codes = draw_codes(exported.transformer, *ids, grids, asked.sampling, asked.seed, asked.image)
    return [scale[0].numpy() for scale in codes]


def same(ours: list[np.ndarray], expected: list[np.ndarray]) -> None:
    for scale, (left, right) in enumerate(zip(ours, expected, strict=True), start=1):
        np.testing.assert_array_equal(left, right, err_msg=f"scale {scale}")


@pytest.mark.parametrize("asked", MIXED, ids=["unguided", "guided", "greedy", "wide"])
def test_draws_the_codes_of_the_reference(exported, asked):
    grids = scale_grids(6)
    same(exported.runtime.draw([asked], grids)[0], reference(exported, asked, grids))


@pytest.mark.parametrize("final_grid, level", [((48, 84), 8), ((128, 32), 8), ((64, 64), 12)])
def test_draws_other_shapes_and_levels(exported, final_grid, level):
    grids = scale_grids(level, final_grid)
    same(exported.runtime.draw([MIXED[1]], grids)[0], reference(exported, MIXED[1], grids))


def test_a_picture_does_not_depend_on_its_batch(exported):
    """Rows with different prompts, lengths and settings, alone and together: the same codes, not almost."""
    grids = scale_grids(8)
    together = exported.runtime.draw(MIXED, grids)
    for asked, codes in zip(MIXED, together):
        same(codes, exported.runtime.draw([asked], grids)[0])
        same(codes, reference(exported, asked, grids))


@pytest.mark.parametrize("block", [1, 5, 16])
def test_a_prompt_in_blocks_draws_the_same(exported, block):
    grids = scale_grids(6)
    whole = exported.runtime.draw(MIXED[1:3], grids)
    in_blocks = exported.runtime.draw(MIXED[1:3], grids, block)
    for left, right in zip(whole, in_blocks):
        same(left, right)
