"""Encodes and decodes text; reads and writes Hugging Face's tokenizer.json."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from nextflow_model.text.pieces import byte_characters, spell, split_pieces

Pair = tuple[str, str]


@dataclass
class TextTokenizer:
    """`vocabulary` maps a token (in byte characters) to its id; `merges` come in the order they were learned.

    `specials` maps a special token's text to its id. Plain text never encodes to a special id.
    """

    vocabulary: dict[str, int]
    merges: list[Pair]
    specials: dict[str, int]
    _ranks: dict[Pair, int] = field(init=False, repr=False)
    _known: dict[str, list[int]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._ranks = {pair: rank for rank, pair in enumerate(self.merges)}

    @property
    def size(self) -> int:
        """How many text ids there are, specials included."""
        return len(self.vocabulary) + len(self.specials)

    def encode(self, text: str) -> list[int]:
        """Ids of a plain text; no special token is added or recognised."""
        return [token for piece in split_pieces(text) for token in self._encode_piece(piece)]

    def decode(self, ids: list[int]) -> str:
        """Text of the ids; specials are skipped, broken UTF-8 becomes the replacement character."""
        names = {token: name for name, token in self.vocabulary.items()}
        values = {character: byte for byte, character in enumerate(byte_characters())}
        letters = "".join(names.get(token, "") for token in ids)
        return bytes(values[letter] for letter in letters).decode("utf-8", errors="replace")

    def _encode_piece(self, piece: str) -> list[int]:
        if piece not in self._known:
            self._known[piece] = [self.vocabulary[token] for token in merge_all(spell(piece), self._ranks)]
        return self._known[piece]

    def save(self, path: str | Path) -> None:
        """Write tokenizer.json, atomically."""
        path = Path(path)
        draft = path.with_name(f".{path.name}")
        draft.write_text(json.dumps(self._document(), indent=2, ensure_ascii=False) + "\n", "utf-8")
        os.replace(draft, path)

    def _document(self) -> dict:
        added = [
            {"id": token, "content": name, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True}
            for name, token in self.specials.items()
        ]  # fmt: skip
        byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
        model = {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": self.vocabulary, "merges": [list(pair) for pair in self.merges],
        }  # fmt: skip
        return {
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
            "pre_tokenizer": byte_level, "post_processor": None, "decoder": byte_level, "model": model,
        }  # fmt: skip

    @staticmethod
    def open(path: str | Path) -> "TextTokenizer":
        """Read what `save` wrote."""
        document = json.loads(Path(path).read_text("utf-8"))
        merges = [tuple(pair) for pair in document["model"]["merges"]]
        specials = {token["content"]: token["id"] for token in document["added_tokens"]}
        return TextTokenizer(document["model"]["vocab"], merges, specials)


def merge_all(tokens: tuple[str, ...], ranks: dict[Pair, int]) -> tuple[str, ...]:
    """Apply the best-ranked merge everywhere, again and again, until none applies."""
    while len(tokens) > 1:
        best = min(zip(tokens, tokens[1:]), key=lambda pair: ranks.get(pair, len(ranks)))
        if best not in ranks:
            break
        tokens = merge(tokens, best)
    return tokens


def merge(tokens: tuple[str, ...], pair: Pair) -> tuple[str, ...]:
    """Join every occurrence of a pair, left to right."""
    joined, index = [], 0
    while index < len(tokens):
        if tokens[index : index + 2] == pair:
            joined.append(pair[0] + pair[1])
            index += 2
        else:
            joined.append(tokens[index])
            index += 1
    return tuple(joined)
