"""One sequence under way, with its key/value cache: text and pictures are read into it part by part."""

from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from nextflow_model.rope import block_positions, rotary_table, text_positions
from nextflow_model.transformer.attention import Past
from nextflow_model.transformer.model import Transformer

Grid = tuple[int, int]


@dataclass
class Context:
    """`hidden` [1, n, D] belongs to the newest part, `position` is that of the next token or scale."""

    model: Transformer
    caches: list[Past] = field(default_factory=list)
    hidden: Tensor | None = None
    position: int = 0

    def copy(self) -> "Context":
        """A branch: reading into one leaves the other as it is (caches grow by new tensors, never in place)."""
        return replace(self)

    @torch.no_grad()
    def read_text(self, ids: list[int], scale_count: int = 0) -> None:
        """Text tokens; with `scale_count` the last id is the <boi> of a picture of that many scales."""
        tokens = torch.tensor([ids])
        counts = torch.zeros_like(tokens)
        counts[0, -1] = scale_count
        past = self.caches[0][0].shape[2] if self.caches else 0
        mask = torch.ones(len(ids), past + len(ids), dtype=torch.bool).tril(past)[None, None]
        self._run(self.model.model.embed_text(tokens, counts), text_positions(self.position, len(ids)), mask)
        self.position += len(ids)

    @torch.no_grad()
    def read_scale(self, codes: Tensor, grids: list[Grid], scale: int) -> None:
        """The input block of `scale` (2..K), made of the codes of the scale before. codes [1, n_prev]"""
        grid = grids[scale - 1]
        x = self.model.model.embed_scale(codes, grids[scale - 2], grid, scale, len(grids))
        self._run(x, block_positions(grid, self.position, self.model.config.rope_range), None)
        self.position += 1

    @torch.no_grad()
    def read_last(self, codes: Tensor, grids: list[Grid]) -> None:
        """The closing block of a picture that something follows, if the model reads one. codes [1, n_K]"""
        if self.model.config.reads_last_scale:
            x = self.model.model.embed_last(codes, grids[-1], len(grids))
            self._run(x, block_positions(grids[-1], self.position, self.model.config.rope_range), None)
            self.position += 1

    def read_picture(self, codes: list[Tensor], grids: list[Grid]) -> None:
        """A whole given picture: <boi>, its input blocks, <eoi>. codes K of [1, n_k]"""
        specials = self.model.config.special_tokens
        self.read_text([specials["boi"]], len(grids))
        for scale in range(2, len(grids) + 1):
            self.read_scale(codes[scale - 2], grids, scale)
        self.read_last(codes[-1], grids)
        self.read_text([specials["eoi"]])

    def _run(self, x: Tensor, positions, mask: Tensor | None) -> None:
        c = self.model.config
        cos, sin = rotary_table(positions, c.head_dim, c.rope_theta, c.rope_assignment)
        tables = torch.from_numpy(cos)[None], torch.from_numpy(sin)[None]  # [1, n, hd/2]
        self.hidden, self.caches = self.model.model(x, *tables, mask, self.caches or None)
