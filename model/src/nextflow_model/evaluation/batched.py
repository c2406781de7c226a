"""Draws many pictures at once: caches of different lengths are padded to one, and nobody looks at the padding.

The same pictures as one by one, up to the rounding of sums, in about half the time.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from nextflow_model.context import Context, Grid
from nextflow_model.dialogue import Codes
from nextflow_model.noise import uniforms
from nextflow_model.rope import block_positions, rotary_table
from nextflow_model.sampler import Sampling, guide, ramped_guidance, sample
from nextflow_model.transformer.attention import Past
from nextflow_model.transformer.model import Transformer


@dataclass
class Rows:
    """R contexts that stand at <|boi|>, as one. `hidden` [R, n, D], `seen` bool [R, past], `positions` R."""

    model: Transformer
    caches: list[Past]
    hidden: Tensor
    seen: Tensor
    positions: list[int]

    @staticmethod
    def of(contexts: list[Context]) -> "Rows":
        lengths = [context.caches[0][0].shape[2] for context in contexts]
        layers = zip(*(context.caches for context in contexts))  # of a layer, (keys, values) of each context
        longest = max(lengths)
        caches = [tuple(torch.cat([_padded(x, longest) for x in part]) for part in zip(*layer)) for layer in layers]
        seen = torch.arange(longest) < torch.tensor(lengths)[:, None]
        hidden = torch.cat([context.hidden[:, -1:] for context in contexts])
        return Rows(contexts[0].model, caches, hidden, seen, [context.position for context in contexts])

    def read_scale(self, codes: Tensor, grids: list[Grid], scale: int) -> None:
        """The input block of `scale` (2..K) in every row. codes [R, n_prev]"""
        c, grid = self.model.config, grids[scale - 1]
        x = self.model.model.embed_scale(codes, grids[scale - 2], grid, scale, len(grids))
        self.seen = F.pad(self.seen, (0, x.shape[1]), value=True)
        positions = np.stack([block_positions(grid, place, c.rope_range) for place in self.positions])
        cos, sin = rotary_table(positions, c.head_dim, c.rope_theta, c.rope_assignment)
        tables = torch.from_numpy(cos), torch.from_numpy(sin)
        self.hidden, self.caches = self.model.model(x, *tables, self.seen[:, None, None], self.caches)
        self.positions = [place + 1 for place in self.positions]


def _padded(cache: Tensor, length: int) -> Tensor:
    """[1, kv_heads, past, hd] -> [1, kv_heads, length, hd]"""
    return F.pad(cache, (0, 0, 0, length - cache.shape[2]))


@torch.no_grad()
def draw_together(pairs: list[list[Context]], grids: list[Grid], sampling: Sampling, seeds: list[int]) -> list[Codes]:
    """One picture of each seed; each of `pairs` is what `draw_scales` takes, all with guidance or all without."""
    rows = Rows.of([pair[place] for place in range(len(pairs[0])) for pair in pairs])
    codes: Codes = []
    for scale, grid in enumerate(grids, start=1):
        if scale > 1:
            rows.read_scale(codes[-1].repeat(len(pairs[0]), 1), grids, scale)
        logits = rows.model.visual_logits(rows.hidden).unflatten(0, (-1, len(pairs)))  # [1 or 2, B, n, V]
        strength = ramped_guidance(sampling.guidance, scale, len(grids))
        guided = guide(logits[0], logits[1], strength) if len(logits) == 2 else logits[0]
        noise = np.concatenate([uniforms(seed, 0, scale, grid[0] * grid[1]) for seed in seeds])
        codes.append(sample(guided.flatten(0, 1), sampling, torch.from_numpy(noise)).unflatten(0, (len(pairs), -1)))
    return [[scale[row : row + 1] for scale in codes] for row in range(len(pairs))]
