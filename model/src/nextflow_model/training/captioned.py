"""Batches of (prompt ids, input codes, target codes) for the transformer, made on the fly from the world."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nextflow_model.config import ModelConfig
from nextflow_model.text.template import prompt_ids
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.training.scenes import scene_generator, training_scene
from nextflow_model.training.self_correction import SelfCorrection, corrected_codes
from nextflow_model.visual_tokenizer.layers import picture_to_pixels
from nextflow_model.visual_tokenizer.model import VisualTokenizer
from nextflow_model.world import caption, draw_scene

EMPTY_PROMPT_SHARE = 0.1  # teaches the unconditional row of guidance


@dataclass
class CaptionedPictures:
    """Fresh scenes every step: drawing and encoding cost a few percent of a training step, so nothing is cached."""

    config: ModelConfig
    text: TextTokenizer
    tokenizer: VisualTokenizer
    grids: list[tuple[int, int]]
    seed: int
    correction: SelfCorrection = SelfCorrection()

    def batch(self, step: int, size: int) -> tuple[list[list[int]], list[Tensor], list[Tensor]]:
        """Prompt ids of each row, input codes and target codes as K tensors [B, n_k]."""
        rows, columns = self.grids[-1]
        prompts, pictures = [], []
        for index in range(step * size, (step + 1) * size):
            generator = scene_generator(self.seed, index)
            scene = training_scene(generator)
            prompt = "" if generator.random() < EMPTY_PROMPT_SHARE else str(caption(scene, generator))
            prompts.append(
                prompt_ids(self.text, self.config.templates["generation"], self.config.special_tokens, prompt)
            )
            pictures.append(draw_scene(scene, 16 * rows, 16 * columns))
        with torch.no_grad():
            residual = self.tokenizer.features(picture_to_pixels(torch.from_numpy(np.stack(pictures))))
        inputs, targets = corrected_codes(self.tokenizer.quantizer, residual, self.grids, self.correction)
        return prompts, inputs, targets
