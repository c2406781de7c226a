"""A loaded checkpoint that answers exchanges, and turns pictures into codes and back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from nextflow_model.checkpoint import CONFIG_FILE, WEIGHTS_FILE
from nextflow_model.config import ModelConfig
from nextflow_model.dialogue import ONE_PICTURE, Answering, Codes, Rules, Said, reader_after, unguided_turns
from nextflow_model.evaluation.batched import draw_together
from nextflow_model.evaluation.reply import Reply
from nextflow_model.export.tensors import RoundedTensors, SafetensorsFile
from nextflow_model.sampler import Sampling
from nextflow_model.schedule import scale_grids
from nextflow_model.tasks.exchange import Picture, Turn
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.visual_tokenizer.layers import picture_to_pixels, pixels_to_picture
from nextflow_model.weights import build_modules
from nextflow_model.world import draw_scene

BATCH = 16  # more at once is no faster on a core


class Answerer(Protocol):
    """Whoever can be examined. Pictures are square, `side` px."""

    side: int

    def replies(self, asked: Sequence[tuple[Turn, ...]], rules: Rules, seeds: Sequence[int]) -> list[Reply]:
        """One reply to each of the dialogues `asked`, which end before the assistant's turn."""
        ...

    def reconstruct(self, picture: np.ndarray) -> np.ndarray:
        """Through the codes and back. uint8 [side, side, 3] -> same"""
        ...


@dataclass(frozen=True)
class Loading:
    """Which checkpoint, and how it is used. `level` 0 is its largest; `stored` is "float32", or "int8" for weights
    rounded as in an 8-bit bundle. `sampling` replaces some of the checkpoint's own values."""

    folder: str | Path
    sampling: dict[str, float] = field(default_factory=dict)
    level: int = 0
    stored: str = "float32"


class Artist:
    """The pictures of a dialogue are drawn from their scenes at the artist's size, and read as codes."""

    def __init__(self, loading: Loading):
        folder = Path(loading.folder)
        tensors = SafetensorsFile(folder / WEIGHTS_FILE)
        weights = RoundedTensors(tensors) if loading.stored == "int8" else tensors
        self.config = ModelConfig.open(folder / CONFIG_FILE)
        named = {name: weights.read(name) for name in weights.names()}
        self.transformer, self.tokenizer = build_modules(self.config.to_dict(), named)
        self.text = TextTokenizer.open(folder / "tokenizer.json")
        self.sampling = Sampling(**{**self.config.sampling, **loading.sampling})
        self.level = loading.level or max(self.config.levels)
        self.grids = scale_grids(self.level)
        self.side = self.config.visual_tokenizer.stride * self.grids[-1][0]  # px

    def replies(self, asked: Sequence[tuple[Turn, ...]], rules: Rules, seeds: Sequence[int]) -> list[Reply]:
        dialogues = [[self.said(turn) for turn in turns] for turns in asked]
        if rules == ONE_PICTURE:
            return [Reply((self._painted(codes),)) for codes in self._drawn(dialogues, list(seeds))]
        return [self._answered(turns, rules, seed) for turns, seed in zip(dialogues, seeds, strict=True)]

    def reconstruct(self, picture: np.ndarray) -> np.ndarray:
        return self._painted(self._codes(picture))

    def _answered(self, turns: list[Said], rules: Rules, seed: int) -> Reply:
        answering = Answering(self.transformer, self.text, self.grids, self.sampling, rules, seed)
        parts = answering.answer(turns)
        return Reply(tuple(part if isinstance(part, str) else self._painted(part) for part in parts))

    def _drawn(self, dialogues: list[list[Said]], seeds: list[int]) -> list[Codes]:
        rows = 2 if self.sampling.guidance > 0 else 1
        pairs = [
            [
                reader_after(self.transformer, self.text, turns, self.grids).open_picture()
                for turns in (dialogue, unguided_turns(dialogue))[:rows]
            ]
            for dialogue in dialogues
        ]
        parts = [slice(start, start + BATCH) for start in range(0, len(pairs), BATCH)]
        return [codes for part in parts for codes in draw_together(pairs[part], self.grids, self.sampling, seeds[part])]

    def said(self, turn: Turn) -> Said:
        """The turn as the model reads it."""
        parts = (
            self._codes(draw_scene(part.scene, self.side, self.side)) if isinstance(part, Picture) else part.text
            for part in turn.parts
        )
        return Said(turn.role, tuple(parts))

    @torch.no_grad()
    def _codes(self, picture: np.ndarray) -> Codes:
        return self.tokenizer.encode(picture_to_pixels(torch.from_numpy(picture)[None]), self.grids)

    @torch.no_grad()
    def _painted(self, codes: Codes) -> np.ndarray:
        return pixels_to_picture(self.tokenizer.decode(codes, self.grids))[0].numpy()
