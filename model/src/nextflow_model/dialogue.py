"""Answers a dialogue: text token by token, pictures scale by scale. What every other runtime is held against.

Everything is framed as in `training.sequences`. A picture is guided by the same picture after other pictures
alone, without a word (`guidance.kept_pictures`); text is never guided.
"""

import unicodedata
from dataclasses import dataclass, field

import torch
from torch import Tensor

from nextflow_model.context import Context, Grid
from nextflow_model.drawing import draw_scales
from nextflow_model.guidance import kept_pictures
from nextflow_model.noise import uniforms
from nextflow_model.sampler import Sampling, sample
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.transformer.model import Transformer

Codes = list[Tensor]  # of one picture: K of [1, n_k]

GREEDY = Sampling(guidance=0.0, temperature=1.0, top_k=1, top_p=1.0)
_TEXT_SCALE = 0  # pictures take their noise from scales 1..K, so text has a stream of its own


@dataclass(frozen=True)
class Said:
    """One turn before the answer; pictures are given as codes of the grids the answer is drawn in."""

    role: str
    parts: tuple[str | Codes, ...]


@dataclass(frozen=True)
class Rules:
    """How an answer may go. With `starts_with_picture` the first token is <|boi|>, whatever the model would say.

    An answer that has chosen `most_tokens` tokens just ends. `writing` samples text; its guidance is not used.
    """

    starts_with_picture: bool = False
    most_tokens: int = 160
    most_pictures: int = 4
    writing: Sampling = GREEDY


ONE_PICTURE = Rules(starts_with_picture=True, most_tokens=0, most_pictures=1)
TEXT_ONLY = Rules(most_pictures=0)


@dataclass
class Reader:
    """Frames turns and reads them into a context. Text waits in `unread`, so that it takes few passes; `drawn` is a
    picture of which the last scale is not read yet, and need not be unless something follows it."""

    context: Context
    text: TextTokenizer
    grids: list[Grid]
    unread: list[int] = field(default_factory=list)
    drawn: Codes | None = None

    def turn(self, said: Said) -> None:
        self._open(said.role)
        for part in said.parts:
            if isinstance(part, str):
                self.unread += self.text.encode(unicodedata.normalize("NFC", part).strip())
            else:
                self.read()
                self.context.read_picture(part, self.grids)
        self.unread.append(self._special("im_end"))

    def open_answer(self) -> None:
        self._open("assistant")

    def open_picture(self) -> Context:
        """Reads <|boi|>. -> the context that a picture is drawn from; <|eoi|> is read after it."""
        self._close_picture()
        self.context.read_text([*self.unread, self._special("boi")], len(self.grids))
        self.unread = [self._special("eoi")]
        return self.context

    def read(self) -> None:
        """Reads all that waits; then the context's hidden state tells what comes next."""
        self._close_picture()
        if self.unread:
            self.context.read_text(self.unread)
            self.unread = []

    def _close_picture(self) -> None:
        if self.drawn is not None:
            self.context.read_last(self.drawn[-1], self.grids)
            self.drawn = None

    def _open(self, role: str) -> None:
        self.unread += [self._special("im_start"), *self.text.encode(role + "\n")]

    def _special(self, name: str) -> int:
        return self.context.model.config.special_tokens[name]


def reader_after(model: Transformer, text: TextTokenizer, turns: list[Said], grids: list[Grid]) -> Reader:
    """A reader that stands at the start of the answer to `turns`."""
    reader = Reader(Context(model), text, grids)
    for said in turns:
        reader.turn(said)
    reader.open_answer()
    return reader


def unguided_turns(turns: list[Said]) -> list[Said]:
    """What is left of the turns for the unconditional row: some of the pictures, in one turn of the user."""
    return [Said("user", tuple(kept_pictures(turns, lambda part: not isinstance(part, str))))]


@dataclass
class Answering:
    """Writes one answer. `drawing` samples pictures, with its guidance; the same seed gives the same answer."""

    model: Transformer
    text: TextTokenizer
    grids: list[Grid]
    drawing: Sampling
    rules: Rules
    seed: int

    def answer(self, turns: list[Said]) -> list[str | Codes]:
        """The assistant's turn: texts that are not empty, and pictures."""
        specials, reader = self.model.config.special_tokens, reader_after(self.model, self.text, turns, self.grids)
        parts: list[str | Codes] = []
        written: list[int] = []
        chosen = pictures = 0
        forced = self.rules.starts_with_picture
        while forced or chosen < self.rules.most_tokens:
            token = specials["boi"] if forced else self._next_token(reader, chosen, pictures)
            chosen, forced = chosen + (not forced), False
            if token == specials["im_end"]:
                break
            if token == specials["boi"]:
                parts += [self.text.decode(written)] if written else []
                written = []
                parts.append(self._picture(reader, turns, pictures))
                pictures += 1
            else:
                written.append(token)
                reader.unread.append(token)
        return parts + ([self.text.decode(written)] if written else [])

    @torch.no_grad()
    def _next_token(self, reader: Reader, number: int, pictures: int) -> int:
        reader.read()
        config = self.model.config
        allowed = torch.full((config.text_vocab_size,), float("-inf"))
        allowed[list(self.text.vocabulary.values())] = 0
        allowed[config.special_tokens["im_end"]] = 0
        if pictures < self.rules.most_pictures:
            allowed[config.special_tokens["boi"]] = 0
        noise = torch.from_numpy(uniforms(self.seed, 0, _TEXT_SCALE, number + 1)[-1:])
        return int(sample(self.model.text_logits(reader.context.hidden[:, -1]) + allowed, self.rules.writing, noise))

    def _picture(self, reader: Reader, turns: list[Said], image: int) -> Codes:
        contexts = [reader.open_picture()]
        if self.drawing.guidance > 0:
            unguided = reader_after(self.model, self.text, unguided_turns(turns), self.grids)
            contexts.append(unguided.open_picture())
        reader.drawn = draw_scales(contexts, self.grids, self.drawing, self.seed, image)
        return reader.drawn
