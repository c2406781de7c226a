"""Many pictures under way at once: one padded key/value cache, whose rows can be multiplied at any scale.

Prompts are padded at the right and run once each; whatever shares a prompt or a prefix is branched off afterwards, so
that shared parts are computed once. The same code runs with gradients (`policy.py`) and without (`rollout.py`).
"""

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from nextflow_model.rope import block_positions, rotary_table, text_positions
from nextflow_model.training.reinforce.prompts import Prompts
from nextflow_model.transformer.attention import Past
from nextflow_model.transformer.model import Transformer

Grid = tuple[int, int]


@dataclass(frozen=True)
class Branches:
    """R rows. `bois` [R] are the positions of their <|boi|>, always on the CPU; `hidden` belongs to the newest part."""

    model: Transformer
    bois: Tensor  # [R]
    visible: Tensor  # bool [R, T], false where the cache holds padding
    caches: list[Past]
    hidden: Tensor  # [R, n, D]

    def select(self, rows: Tensor) -> "Branches":
        """The same rows in another order and number. rows [R'], on the CPU"""
        near = rows.to(self.visible.device)
        caches = [(keys[near], values[near]) for keys, values in self.caches]
        return replace(
            self, bois=self.bois[rows], visible=self.visible[near], caches=caches, hidden=self.hidden[near]
        )  # fmt: skip

    def read(self, codes: list[Tensor], grids: list[Grid], first: int, last: int) -> "Branches":
        """The input blocks of scales `first`..`last` (2..K) in one pass; codes[k - 2] [R, n_(k-1)] make block k."""
        scales, device = range(first, last + 1), self.visible.device
        embed, count = self.model.model.embed_scale, len(grids)
        x = torch.cat([embed(codes[k - 2], grids[k - 2], grids[k - 1], k, count) for k in scales], dim=1)
        blocks = [block_positions(grids[k - 1], k - 1, self.model.config.rope_range) for k in scales]
        positions = np.repeat(np.concatenate(blocks)[None], len(x), axis=0)  # [R, n, 3]
        positions[:, :, 2] += self.bois.numpy()[:, None]
        steps = torch.tensor([k for k, block in zip(scales, blocks) for _ in block], device=device)
        own = (steps[None, :] <= steps[:, None]).expand(len(x), 1, -1, -1)  # a block sees itself and those before
        past = self.visible[:, None, None, :].expand(-1, -1, len(steps), -1)
        hidden, caches = self.model.model(
            x, *_rotary(self.model, positions), torch.cat([past, own], dim=-1), self.caches
        )  # fmt: skip
        visible = torch.cat([self.visible, torch.ones_like(self.visible[:, :1]).expand(-1, len(steps))], dim=1)
        return replace(self, visible=visible, caches=caches, hidden=hidden)

    def logits(self, skipped: int = 0) -> Tensor:
        """Of the newest part from its place `skipped` on, in float32 whatever surrounds it: ratios of policies drown
        in bfloat16. -> [R, n - skipped, V]"""
        with torch.autocast(self.hidden.device.type, enabled=False):
            return self.model.visual_logits(self.hidden[:, skipped:])


def opened(model: Transformer, prompts: Prompts, rows: Tensor, scale_count: int, guided: bool) -> Branches:
    """Rows that stand at <|boi|>. rows [R] are indices of prompts; guided, R unconditional rows follow. -> R or 2R"""
    texts = prompts.ids + ([prompts.empty] if guided else [])
    read = _read_texts(model, texts, scale_count)
    return read.select(torch.cat([rows, torch.full_like(rows, len(prompts))]) if guided else rows)


def _read_texts(model: Transformer, texts: list[list[int]], scale_count: int) -> Branches:
    device, length = model.lm_head.weight.device, max(map(len, texts))
    pad = model.config.special_tokens["pad"]
    ids = torch.tensor([text + [pad] * (length - len(text)) for text in texts], device=device)
    bois = torch.tensor([len(text) - 1 for text in texts])
    rows, ends = torch.arange(len(texts), device=device), bois.to(device)
    counts = torch.zeros_like(ids)
    counts[rows, ends] = scale_count
    places = torch.arange(length, device=device)
    positions = np.repeat(text_positions(0, length)[None], len(texts), axis=0)
    mask = (places[None, :] <= places[:, None])[None, None]  # padding is later than all text, so text never sees it
    hidden, caches = model.model(model.model.embed_text(ids, counts), *_rotary(model, positions), mask)
    return Branches(model, bois, places[None, :] <= ends[:, None], caches, hidden[rows, ends][:, None])


def _rotary(model: Transformer, positions: np.ndarray) -> tuple[Tensor, Tensor]:
    c, device = model.config, model.lm_head.weight.device
    cos, sin = rotary_table(positions, c.head_dim, c.rope_theta, c.rope_assignment)
    return torch.from_numpy(cos).to(device), torch.from_numpy(sin).to(device)
