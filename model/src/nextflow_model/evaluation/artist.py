"""A loaded checkpoint that turns prompts into pictures and pictures into reconstructions."""

from pathlib import Path

import numpy as np
import torch

from nextflow_model.checkpoint import load_checkpoint
from nextflow_model.drawing import draw_codes
from nextflow_model.sampler import Sampling
from nextflow_model.schedule import scale_grids
from nextflow_model.text.template import prompt_ids
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.visual_tokenizer.layers import picture_to_pixels, pixels_to_picture
from nextflow_model.weights import build_modules


class Artist:
    """`level` is the number of scales; the picture is square."""

    def __init__(self, folder: str | Path, sampling: dict[str, float] | None = None):
        values, tensors = load_checkpoint(folder)
        self.transformer, self.tokenizer = build_modules(values, tensors)
        self.config = self.transformer.config
        self.text = TextTokenizer.open(Path(folder) / "tokenizer.json")
        self.sampling = Sampling(**{**values["sampling"], **(sampling or {})})
        self.grids = scale_grids(max(self.config.levels))
        self.side = 16 * self.grids[-1][0]  # px

    def ids(self, prompt: str) -> list[int]:
        return prompt_ids(self.text, self.config.templates["generation"], self.config.special_tokens, prompt)

    @torch.no_grad()
    def draw(self, prompt: str, seed: int, image: int = 0) -> np.ndarray:
        """uint8 [side, side, 3]"""
        codes = draw_codes(self.transformer, self.ids(prompt), self.ids(""), self.grids, self.sampling, seed, image)
        return pixels_to_picture(self.tokenizer.decode(codes, self.grids))[0].numpy()

    @torch.no_grad()
    def reconstruct(self, picture: np.ndarray) -> np.ndarray:
        """Through the codes and back. uint8 [side, side, 3] -> same"""
        pixels = picture_to_pixels(torch.from_numpy(picture)[None])
        return pixels_to_picture(self.tokenizer.decode(self.tokenizer.encode(pixels, self.grids), self.grids))[
            0
        ].numpy()
