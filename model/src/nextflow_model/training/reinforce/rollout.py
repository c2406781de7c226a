"""Draws many pictures at once; row i is what `drawing.draw_codes` draws as image i of the same seed."""

import numpy as np
import torch
from torch import Tensor

from nextflow_model.noise import uniforms
from nextflow_model.sampler import Sampling, guide, ramped_guidance
from nextflow_model.training.reinforce.branches import Grid, opened
from nextflow_model.training.reinforce.choices import Choices, choose
from nextflow_model.training.reinforce.prompts import Prompts
from nextflow_model.transformer.model import Transformer


class Rollout:
    """Starts with one picture per prompt; `branch` multiplies what is drawn so far. `codes` are K' of [R, n_k]."""

    @torch.no_grad()
    def __init__(self, model: Transformer, prompts: Prompts, grids: list[Grid], sampling: Sampling, seed: int):
        self.grids, self.sampling, self.seed = grids, sampling, seed
        self.guided = sampling.guidance > 0
        self.rows = torch.arange(len(prompts))  # [R], the prompt of each picture
        self.codes: list[Tensor] = []
        self._branches = opened(model.eval(), prompts, self.rows, len(grids), self.guided)

    @torch.no_grad()
    def branch(self, times: int) -> None:
        """Every picture `times` over, copies side by side."""
        kept = torch.arange(len(self.rows)).repeat_interleave(times)
        self._branches = self._branches.select(
            torch.cat([kept, kept + len(self.rows)]) if self.guided else kept
        )  # fmt: skip
        self.rows = self.rows[kept]
        self.codes = [codes.repeat_interleave(times, dim=0) for codes in self.codes]

    @torch.no_grad()
    def draw(self, scales: int) -> list[Choices]:
        """The next `scales` scales of every picture."""
        drawn = []
        for _ in range(scales):
            scale = len(self.codes) + 1
            drawn.append(choose(self._logits(scale), self.sampling, self._noise(scale)))
            self.codes.append(drawn[-1].codes)
            if scale < len(self.grids):  # before any branch, so that branches share it
                read = [torch.cat([codes, codes]) for codes in self.codes] if self.guided else self.codes
                self._branches = self._branches.read(read, self.grids, scale + 1, scale + 1)
        return drawn

    def _logits(self, scale: int) -> Tensor:
        """[R, n, V]"""
        logits = self._branches.logits()
        if not self.guided:
            return logits
        return guide(*logits.chunk(2), ramped_guidance(self.sampling.guidance, scale, len(self.grids)))

    def _noise(self, scale: int) -> Tensor:
        """[R, n]"""
        count = self.grids[scale - 1][0] * self.grids[scale - 1][1]
        rows = [uniforms(self.seed, image, scale, count) for image in range(len(self.rows))]
        return torch.from_numpy(np.stack(rows)).to(self._branches.visible.device)
