"""Reads a plain statement back into what it says."""

from dataclasses import dataclass, field

from nextflow_model.tasks.statements.vocabulary import (
    COUNTS_BY_WORD,
    FILLERS,
    LONGEST_PHRASE,
    PLACE_PHRASES,
    RELATION_PHRASES,
    SIZES_BY_WORD,
    THINGS_BY_WORD,
    TO_IT_PHRASES,
    Words,
    words_of,
)
from nextflow_model.world import COLOURS, Demands, Wanted


@dataclass
class _Heard:
    wanted: list[Wanted] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    to_it: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def read_statement(text: str, strict: bool = True) -> Demands | None:
    """What the text says is in a picture; None if it names no coloured thing or contradicts itself.

    Strict reading also gives None for a word that is no part of a plain statement; otherwise such words pass.
    """
    words = words_of(text)
    heard = _Heard()
    position = 0
    while position < len(words):
        step = _phrase(words, position, heard) or _thing(words, position, heard)
        if not step and strict and words[position] not in FILLERS:
            return None
        position += step or 1
    return _understood(heard)


def _phrase(words: Words, start: int, heard: _Heard) -> int:
    for length in range(min(LONGEST_PHRASE, len(words) - start), 0, -1):
        phrase = words[start : start + length]
        for known, said in (
            (PLACE_PHRASES, heard.places), (TO_IT_PHRASES, heard.to_it), (RELATION_PHRASES, heard.relations),
        ):  # fmt: skip
            if phrase in known:
                said.append(known[phrase])
                return length
    return 0


def _thing(words: Words, start: int, heard: _Heard) -> int:
    """A number or article, perhaps a size, a colour and a thing; how many words, 0 if it is none."""
    position = start
    count, size = 1, None
    if words[position] in COUNTS_BY_WORD:
        count = COUNTS_BY_WORD[words[position]]
        position += 1
    while position < len(words) and words[position] in SIZES_BY_WORD:
        size = SIZES_BY_WORD[words[position]]
        position += 1
    if words[position : position + 1] and words[position] in COLOURS and len(words) > position + 1:
        thing = THINGS_BY_WORD.get(words[position + 1])
        if thing is not None:
            heard.wanted.append(Wanted(thing, words[position], size, count))
            return position + 2 - start
    return 0


def _understood(heard: _Heard) -> Demands | None:
    relations = heard.relations + heard.to_it
    if not heard.wanted or len(relations) > 1 or len(set(heard.places)) > 1:
        return None
    wanted = heard.wanted
    if relations and len(wanted) != (3 if relations[0] == "between" else 2):
        return None
    # "a fish and a star above it": the one named last stands in relation to the first.
    ordered = wanted[::-1] if heard.to_it else wanted
    return Demands(tuple(ordered), relations[0] if relations else None, heard.places[0] if heard.places else None)
