"""Cuts text into the pieces that merges may not cross: the GPT-2 rule, and bytes written as printable characters.

The rule as a regular expression (Python's `re` lacks \\p, hence the small scanner):
    's|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+
"""

import re
import unicodedata
from functools import cache

_CONTRACTIONS = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")  # in the order of the rule
# Unicode White_Space; str.isspace() would add the four information separators U+001C..1F.
_SPACES = frozenset(
    "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
)
# The same rule over one class letter per character: L letter, N number, S space, B plain blank, O other.
_RULE = re.compile(r"B?L+|B?N+|B?O+|[SB]+(?![LNO])|[SB]+")


def split_pieces(text: str) -> list[str]:
    """The pieces of a text, in order; joined they are the text again."""
    classes = "".join(_character_class(character) for character in text)
    pieces, start = [], 0
    while start < len(text):
        length = _contraction_length(text, start)
        end = start + length if length else _RULE.match(classes, start).end()
        pieces.append(text[start:end])
        start = end
    return pieces


def _contraction_length(text: str, start: int) -> int:
    if text[start] != "'":
        return 0
    return next((len(c) for c in _CONTRACTIONS if text.startswith(c, start)), 0)


def _character_class(character: str) -> str:
    if character == " ":
        return "B"
    if character in _SPACES:
        return "S"
    category = unicodedata.category(character)[0]
    return category if category in "LN" else "O"


@cache
def byte_characters() -> tuple[str, ...]:
    """The printable character that stands for each byte in tokenizer.json (256 of them)."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = iter(range(256, 512))
    return tuple(chr(byte) if byte in plain else chr(next(others)) for byte in range(256))


def spell(piece: str) -> tuple[str, ...]:
    """A piece as the characters of its UTF-8 bytes."""
    table = byte_characters()
    return tuple(table[byte] for byte in piece.encode("utf-8"))
