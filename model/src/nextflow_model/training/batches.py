"""Batches for the transformer, made on the fly: exchanges sampled, pictures drawn and encoded, all padded at the right."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nextflow_model.config import ModelConfig
from nextflow_model.rope import rotary_table
from nextflow_model.tasks.exchange import Exchange
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.training.self_correction import SelfCorrection, corrected_codes
from nextflow_model.training.sequences import Grid, Sequence, SequenceWriter
from nextflow_model.visual_tokenizer.layers import picture_to_pixels
from nextflow_model.visual_tokenizer.model import VisualTokenizer
from nextflow_model.world import draw_scene


@dataclass(frozen=True)
class Batch:
    """B sequences of at most S places with P pictures in all, every picture with the same `grids`."""

    grids: list[Grid]
    ids: Tensor  # [B, S]
    scale_counts: Tensor  # [B, S], K at each <|boi|>, else 0
    groups: Tensor  # [B, S]
    cos: Tensor  # [B, S, hd/2]
    sin: Tensor  # [B, S, hd/2]
    inputs: list[Tensor]  # K of [P, n_k]: the codes that are read
    targets: list[Tensor]  # K of [P, n_k]: the codes that should have been chosen
    picture_rows: Tensor  # [P], the sequence of each picture
    bois: Tensor  # [P], the index of its <|boi|>
    drawn: Tensor  # bool [P], whether it is a target
    closed: Tensor  # bool [P], whether a closing block follows
    text_rows: Tensor  # [T], the sequence of each text target
    text_places: Tensor  # [T], the index of the token to be predicted
    text_weights: Tensor  # [T], what is said without a break weighs as much whether it is short or long

    def places(self) -> Tensor:
        """Where each picture's <|boi|> and input blocks stand: [P, N], one place per code that is predicted there."""
        count = sum(rows * columns for rows, columns in self.grids)
        return self.bois[:, None] + torch.arange(count)

    def closing_places(self) -> Tensor:
        """Where the closing blocks of the pictures that have one stand. [Pc, n_K]"""
        (rows, columns), places = self.grids[-1], self.places()[self.closed]
        return places[:, -1:] + 1 + torch.arange(rows * columns)


@dataclass
class BatchMaker:
    """`correction` is for what the model draws; pictures it is given are read with fewer mistakes in them."""

    config: ModelConfig
    text: TextTokenizer
    tokenizer: VisualTokenizer
    correction: SelfCorrection = SelfCorrection()
    given_share: float = 0.2

    def batch(self, exchanges: list[Exchange], grids: list[Grid]) -> Batch:
        sequences = [SequenceWriter(self.config, self.text, grids).exchange(exchange) for exchange in exchanges]
        slots = [(row, slot) for row, sequence in enumerate(sequences) for slot in sequence.slots]
        drawn = torch.tensor([slot.target for _, slot in slots], dtype=torch.bool)
        closed = torch.tensor([slot.closed for _, slot in slots], dtype=torch.bool)
        inputs, targets = self._codes([slot.scene for _, slot in slots], drawn, grids)
        ids = _padded([s.ids for s in sequences], self.config.special_tokens["pad"])
        counts = torch.zeros_like(ids)
        rows, bois = torch.tensor([row for row, _ in slots]).long(), torch.tensor([s.boi for _, s in slots]).long()
        counts[rows, bois] = len(grids)
        cos, sin = self._rotary(sequences, ids.shape[1])
        text = [(row, place) for row, sequence in enumerate(sequences) for place in sequence.text_targets]
        text_rows, text_places = torch.tensor(text).reshape(-1, 2).long().unbind(1)
        weights = torch.tensor([weight for s in sequences for weight in said_weights(s.text_targets)])
        groups = _padded([s.groups for s in sequences], 2**30)  # padding is later than everything
        return Batch(
            grids, ids, counts, groups, cos, sin, inputs, targets, rows, bois, drawn, closed, text_rows, text_places, weights
        )  # fmt: skip

    def _codes(self, scenes, drawn: Tensor, grids: list[Grid]) -> tuple[list[Tensor], list[Tensor]]:
        if not scenes:
            return [], []
        rows, columns = grids[-1]
        pictures = np.stack([draw_scene(scene, 16 * rows, 16 * columns) for scene in scenes])
        with torch.no_grad():
            residual = self.tokenizer.features(picture_to_pixels(torch.from_numpy(pictures)))
        shares = torch.where(drawn, self.correction.share, self.given_share)
        return corrected_codes(self.tokenizer.quantizer, residual, grids, self.correction, shares)

    def _rotary(self, sequences: list[Sequence], length: int) -> tuple[Tensor, Tensor]:
        positions = np.zeros((len(sequences), length, 3))
        for row, sequence in enumerate(sequences):
            positions[row, : len(sequence.positions)] = sequence.positions
        c = self.config
        cos, sin = rotary_table(positions, c.head_dim, c.rope_theta, c.rope_assignment)
        return torch.from_numpy(cos), torch.from_numpy(sin)


def said_weights(targets: list[int]) -> list[float]:
    """The share of each token in its run of neighbours. A yes or no, alone between questions, is what is hard to learn
    of an answer; by the token a caption would weigh ten times as much."""
    runs = [0]
    for place, before in zip(targets[1:], targets):
        runs.append(runs[-1] + (place != before + 1))
    lengths = Counter(runs[: len(targets)])
    return [1 / lengths[run] for run, _ in zip(runs, targets)]


def _padded(rows: list[list[int]], filler: int) -> Tensor:
    length = max(map(len, rows))
    return torch.tensor([row + [filler] * (length - len(row)) for row in rows])
