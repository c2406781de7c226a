"""Every graph against the PyTorch reference, in both precisions: the exported formula is the trained formula."""

import numpy as np
import pytest
import torch
from export_models import Exported, exported_tiny

from nextflow_model.visual_tokenizer.layers import picture_to_pixels, pixels_to_picture

TOLERANCE = 2e-5  # absolute, on values of unit size


@pytest.fixture(scope="module", params=["float32", "int8"])
def exported(request, tmp_path_factory) -> Exported:
    return exported_tiny(tmp_path_factory.mktemp("bundle"), request.param)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def close(ours: np.ndarray, reference: torch.Tensor, tolerance: float = TOLERANCE) -> None:
    np.testing.assert_allclose(ours, reference.detach().numpy(), atol=tolerance, rtol=0)


def test_text_embedding_adds_the_scale_count_at_boi_only(exported, rng):
    ids = rng.integers(0, exported.config.text_vocab_size, (3, 7))
    counts = np.zeros((3, 7), np.int64)
    counts[0, 6], counts[2, 3] = 6, 18
    ours = exported.runtime.run("text_embedding", ids=ids, scale_counts=counts)["inputs_embeds"]
    close(ours, exported.transformer.model.embed_text(torch.from_numpy(ids), torch.from_numpy(counts)))


def entered(exported: Exported, rng: np.random.Generator, previous, grid) -> None:
    """The scale input of random codes is that of the reference."""
    codes = rng.integers(0, exported.config.visual_vocab_size, (2, previous[0] * previous[1]))
    ours = exported.runtime.run(
        "scale_input", codes=codes, previous_grid=np.array(previous), grid=np.array(grid),
        scale=np.array([4]), scale_count=np.array([12]),
    )["inputs_embeds"]  # fmt: skip
    close(ours, exported.transformer.model.embed_scale(torch.from_numpy(codes), previous, grid, 4, 12))


@pytest.mark.parametrize("previous, grid", [((1, 1), (2, 2)), ((3, 5), (4, 7)), ((4, 4), (4, 4)), ((8, 6), (10, 8))])
def test_scale_input_resizes_the_codes_of_the_previous_scale(exported, rng, previous, grid):
    entered(exported, rng, previous, grid)


@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_scale_input_tells_where_a_code_stands_where_the_model_is_told(tmp_path, rng, precision):
    exported = exported_tiny(tmp_path / precision, precision, place_features=3)
    for grid in ((2, 2), (4, 7), (10, 8)):
        entered(exported, rng, (3, 5), grid)


def test_text_head_returns_the_best_text_ids_sorted(exported, rng):
    hidden = rng.standard_normal((3, 1, exported.config.hidden_size), np.float32)
    ours = exported.runtime.run("text_head", hidden_states=hidden)
    logits = exported.transformer.text_logits(torch.from_numpy(hidden[:, 0]))
    values, ids = torch.sort(logits, dim=-1, descending=True, stable=True)
    close(ours["logits"], values[:, :256])
    np.testing.assert_array_equal(ours["ids"], ids[:, :256].numpy())


@pytest.mark.parametrize("grid", [(1, 1), (3, 5), (6, 9)])
def test_code_accumulator_adds_the_upsampled_codes(exported, rng, grid):
    features = rng.standard_normal((2, exported.config.code_dim, 6, 9), np.float32)
    codes = rng.integers(0, exported.config.visual_vocab_size, (2, grid[0] * grid[1]))
    ours = exported.runtime.run("code_accumulator", features=features, codes=codes, grid=np.array(grid))
    upsampled = exported.tokenizer.quantizer.accumulate(
        [torch.from_numpy(codes), torch.zeros(2, 54, dtype=int)], [grid, (6, 9)]
    )
    last = exported.tokenizer.quantizer.accumulate([torch.zeros(2, 54, dtype=int)], [(6, 9)])
    close(ours["updated_features"], torch.from_numpy(features) + upsampled - last)


@pytest.mark.parametrize("size", [(6, 6), (4, 9)])
def test_image_decoder_paints_the_same_pixels(exported, rng, size):
    features = rng.standard_normal((2, exported.config.code_dim, *size), np.float32)
    ours = exported.runtime.run("image_decoder", features=features)["pixels"]
    picture = pixels_to_picture(exported.tokenizer.decode_features(torch.from_numpy(features))).detach().numpy()
    difference = np.abs(ours.astype(int) - picture.astype(int))
    assert difference.max() <= 1 and (difference > 0).mean() < 1e-3  # a value on the border may round either way


@pytest.mark.parametrize("size", [(6, 6), (4, 9)])
def test_image_encoder_finds_the_same_features(exported, rng, size):
    picture = rng.integers(0, 256, (2, 16 * size[0], 16 * size[1], 3), np.uint8)
    ours = exported.runtime.run("image_encoder", pixels=picture)["residual"]
    close(ours, exported.tokenizer.features(picture_to_pixels(torch.from_numpy(picture))), 1e-4)


def test_code_quantizer_encodes_scale_by_scale(exported, rng):
    residual = rng.standard_normal((2, exported.config.code_dim, 6, 9), np.float32)
    grids = [(1, 1), (2, 3), (4, 5), (6, 9)]
    expected = exported.tokenizer.quantizer.encode(torch.from_numpy(residual), grids)
    for grid, codes in zip(grids, expected):
        ours = exported.runtime.run("code_quantizer", residual=residual, grid=np.array(grid))
        np.testing.assert_array_equal(ours["codes"], codes.numpy())
        residual = ours["updated_residual"]
