"""The visual tokenizer: pictures to codes of growing scales and back (NextFlow 2.1, 3.1)."""

import torch
from torch import Tensor, nn

from nextflow_model.config import VisualTokenizerConfig
from nextflow_model.visual_tokenizer.decoder import PixelDecoder, SemanticDecoder
from nextflow_model.visual_tokenizer.encoder import Encoder
from nextflow_model.visual_tokenizer.quantizer import Grid, Quantizer


class VisualTokenizer(nn.Module):
    """Two encoders, one quantizer, a pixel decoder; the semantic decoder serves training only."""

    def __init__(self, config: VisualTokenizerConfig):
        super().__init__()
        self.config = config
        c, groups = config, config.norm_groups
        self.pixel_encoder = Encoder(c.pixel_encoder_widths, c.pixel_encoder_blocks, groups, c.pixel_code_dim)
        self.semantic_encoder = Encoder(
            c.semantic_encoder_widths, c.semantic_encoder_blocks, groups, c.semantic_code_dim
        )
        self.quantizer = Quantizer(
            c.visual_vocab_size, c.semantic_code_dim, c.pixel_code_dim, c.semantic_distance_weight
        )
        inputs = c.pixel_code_dim if c.decoder_input == "pixel" else c.semantic_code_dim + c.pixel_code_dim
        self.pixel_decoder = PixelDecoder(inputs, c.decoder_widths, c.decoder_blocks, groups)
        self.semantic_decoder = SemanticDecoder(
            c.semantic_code_dim, c.semantic_decoder_width, groups, c.thing_classes, c.colour_classes
        )

    def features(self, pixels: Tensor) -> Tensor:
        """Continuous features, the first residual R_0. [B, 3, 16h, 16w] in [-1, 1] -> [B, Cs + Cp, h, w]"""
        return torch.cat([self.semantic_encoder(pixels), self.pixel_encoder(pixels)], dim=1).float()

    def encode(self, pixels: Tensor, grids: list[Grid]) -> list[Tensor]:
        """Codes of every scale; the last grid must be the picture's size / 16. -> K of [B, n_k]"""
        return self.quantizer.encode(self.features(pixels), grids)

    def decode_features(self, features: Tensor) -> Tensor:
        """Accumulated features to pixels. [B, Cs + Cp, h, w] -> [B, 3, 16h, 16w]"""
        if self.config.decoder_input == "pixel":
            features = features[:, self.config.semantic_code_dim :]
        return self.pixel_decoder(features)

    def decode(self, codes: list[Tensor], grids: list[Grid]) -> Tensor:
        """Codes to pixels, about [-1, 1]. K of [B, n_k] -> [B, 3, 16h, 16w]"""
        return self.decode_features(self.quantizer.accumulate(codes, grids))
