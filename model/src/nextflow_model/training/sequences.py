"""An exchange as the transformer reads it: ids, positions, who comes when, and what is to be predicted.

    <|im_start|> role \\n parts <|im_end|> <|im_start|> assistant \\n parts <|im_end|>

A picture is <|boi|>, the input blocks of scales 2..K, perhaps a closing block, <|eoi|>. In an assistant's turn everything is a target but
the frame and <|eoi|>, which is appended, never predicted (NextFlow 2.3).
"""

import unicodedata
from dataclasses import dataclass, field

import numpy as np

from nextflow_model.config import ModelConfig
from nextflow_model.rope import picture_positions
from nextflow_model.tasks.exchange import Exchange, Part, Picture, Text
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.world import Scene

Grid = tuple[int, int]


@dataclass(frozen=True)
class Slot:
    """Where a picture stands: the index of its <|boi|>. The n_2 + .. + n_K places after it hold its input blocks,
    and if it is `closed` n_K more the codes of its last scale."""

    scene: Scene
    boi: int
    target: bool
    closed: bool


@dataclass(frozen=True)
class Sequence:
    """`ids` [S] hold the pad id where codes stand; `groups` [S] grow with the order in which things are known;
    `positions` [S, 3]; `text_targets` are indices of tokens, each to be predicted at the place before it."""

    ids: list[int]
    groups: list[int]
    positions: np.ndarray
    text_targets: list[int]
    slots: list[Slot]


def ends_drawn(exchange: Exchange) -> bool:
    """Whether it ends in the one picture of its answer: nothing follows, so its last scale need not be read."""
    parts = exchange.turns[-1].parts
    return isinstance(parts[-1], Picture) and sum(isinstance(part, Picture) for part in parts) == 1


@dataclass
class SequenceWriter:
    """Appends parts at the end of one sequence."""

    config: ModelConfig
    text: TextTokenizer
    grids: list[Grid]
    ids: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    positions: list[np.ndarray] = field(default_factory=list)
    text_targets: list[int] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    next_position: int = 0

    def exchange(self, exchange: Exchange) -> Sequence:
        for turn in exchange.turns:
            answer = turn.role == "assistant"
            self._special("im_start")
            self._tokens(self.text.encode(turn.role + "\n"), target=False)
            for number, part in enumerate(turn.parts):
                last = turn is exchange.turns[-1] and number == len(turn.parts) - 1
                self._part(part, answer, self.config.reads_last_scale and not (last and ends_drawn(exchange)))
            self._special("im_end", target=answer)
        return Sequence(self.ids, self.groups, np.concatenate(self.positions), self.text_targets, self.slots)

    def _part(self, part: Part, target: bool, closed: bool) -> None:
        if isinstance(part, Picture):
            self._picture(part.scene, target, closed)
        elif isinstance(part, Text):
            self._tokens(self.text.encode(unicodedata.normalize("NFC", part.text).strip()), target)

    def _special(self, name: str, target: bool = False) -> None:
        self._tokens([self.config.special_tokens[name]], target)

    def _tokens(self, ids: list[int], target: bool) -> None:
        first = len(self.ids)
        if target:
            self.text_targets += range(first, first + len(ids))
        self.ids += ids
        self._place([[self.next_position + i] * 3 for i in range(len(ids))], list(range(len(ids))))
        self.next_position += len(ids)

    def _picture(self, scene: Scene, target: bool, closed: bool) -> None:
        self._special("boi", target)
        self.slots.append(Slot(scene, len(self.ids) - 1, target, closed))
        grids = self.grids + self.grids[-1:] if closed else self.grids
        positions = picture_positions(grids, self.next_position - 1, self.config.rope_range)
        self._place(positions, [k for k, (h, w) in enumerate(grids[1:]) for _ in range(h * w)])
        self.ids += [self.config.special_tokens["pad"]] * len(positions)
        self.next_position += len(grids) - 1
        self._special("eoi")

    def _place(self, positions, steps: list[int]) -> None:
        """`steps` count the groups from the next free one."""
        start = self.groups[-1] + 1 if self.groups else 0
        self.groups += [start + step for step in steps]
        self.positions.append(np.asarray(positions, dtype=np.float64).reshape(-1, 3))
