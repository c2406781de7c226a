"""How good the visual tokenizer is at the moment, on scenes it does not train on."""

import torch

from nextflow_model.training.codebook import quantize
from nextflow_model.training.pictures import picture_batch
from nextflow_model.visual_tokenizer.model import VisualTokenizer

PICTURES = 64


@torch.no_grad()
def tokenizer_check(network: VisualTokenizer, grids: list[tuple[int, int]], seed: int, quantizing: bool) -> dict:
    """PSNR in dB, share of thing cells whose thing the semantic half names, codes in use."""
    pixels, labels = picture_batch(seed, 0, PICTURES, grids[-1])
    features, used = network.features(pixels), 0
    if quantizing:
        features, _, codes = quantize(network.quantizer, features, grids)
        used = len(codes.unique())
    error = (network.decode_features(features).clamp(-1, 1) - pixels).square().mean(dim=(1, 2, 3))
    thing, _ = network.semantic_decoder(features[:, : network.config.semantic_code_dim])
    right = (thing.argmax(1) == labels[..., 0])[labels[..., 0] > 0].float().mean().item()
    return {"psnr": (10 * torch.log10(4 / error)).mean().item(), "thing_cells_right": right, "codes_used": used}
