"""Teacher-forced forward pass and the loss of a batch of exchanges (NextFlow Eq. 2, 3.2.3)."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from nextflow_model.training.batches import Batch
from nextflow_model.transformer.mask import block_mask
from nextflow_model.transformer.model import Transformer

Grid = tuple[int, int]


def scale_weights(grids: list[Grid], alpha: float = 0.9) -> Tensor:
    """Weight of each predicted code: 1 / (h w)^alpha, rescaled so that the whole picture keeps its weight. [N]"""
    counts = torch.tensor([rows * columns for rows, columns in grids], dtype=torch.float32)
    weights = (counts**-alpha).repeat_interleave(counts.long())
    return weights * len(weights) / weights.sum()


def hidden_states(model: Transformer, batch: Batch) -> Tensor:
    """Every place of every sequence after the final norm, in one masked pass. -> [B, S, D]"""
    x = model.model.embed_text(batch.ids, batch.scale_counts)
    if len(batch.bois) and len(batch.grids) > 1:
        pictures = model.model.embed_picture(batch.inputs, batch.grids).to(x.dtype)  # [P, N - 1, D]
        x = x.index_put((batch.picture_rows[:, None], batch.places()[:, 1:]), pictures)
    if batch.closed.any():
        last = model.model.embed_last(batch.inputs[-1][batch.closed], batch.grids[-1], len(batch.grids)).to(x.dtype)
        x = x.index_put((batch.picture_rows[batch.closed][:, None], batch.closing_places()), last)
    hidden, _ = model.model(x, batch.cos, batch.sin, block_mask(batch.groups))
    return hidden


def drawn_logits(model: Transformer, batch: Batch, hidden: Tensor) -> Tensor:
    """Logits of every code of the pictures that are targets. -> [Pt, N, V]"""
    rows, places = batch.picture_rows[batch.drawn], batch.places()[batch.drawn]
    return model.visual_logits(hidden[rows[:, None], places])


@dataclass(frozen=True)
class Losses:
    """Means in nats: of text tokens under their weights, of codes under the scale weights, and of the codes of each scale."""

    text: Tensor | None
    picture: Tensor | None
    per_scale: list[float]


def losses(model: Transformer, batch: Batch, weights: Tensor) -> Losses:
    """`weights` [N] as of `scale_weights`. A part without targets is None."""
    hidden = hidden_states(model, batch)
    text = picture = None
    per_scale: list[float] = []
    if len(batch.text_rows):
        logits = model.text_logits(hidden[batch.text_rows, batch.text_places - 1])
        each = F.cross_entropy(logits.float(), batch.ids[batch.text_rows, batch.text_places], reduction="none")
        text = (each * batch.text_weights).sum() / batch.text_weights.sum()
    if batch.drawn.any():
        logits = drawn_logits(model, batch, hidden).float()
        targets = [target[batch.drawn] for target in batch.targets]
        wanted = torch.cat(targets, dim=1)  # [Pt, N]
        single = F.cross_entropy(logits.flatten(0, 1), wanted.flatten(), reduction="none").view_as(wanted)
        picture = (single * weights).mean()
        per_scale = [part.mean().item() for part in single.detach().split([t.shape[1] for t in targets], dim=1)]
    return Losses(text, picture, per_scale)
