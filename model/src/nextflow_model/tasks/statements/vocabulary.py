"""Every phrase a statement is understood by: the plain words, and the other wordings of captions."""

import re

from nextflow_model.tasks.statements.words import NUMBER_WORDS, PLACES, RELATIONS, RELATIONS_TO_IT
from nextflow_model.world.things import PLURALS
from nextflow_model.world.wording import BACKGROUND_WORDS, RELATION_TO_IT, RELATION_WORDS, SIZE_WORDS

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """The words of a text in small letters, without punctuation."""
    return tuple(re.findall(r"[a-z]+|[0-9]+", text.lower()))


def _by_words(plain: dict[str, str], varied: dict[str, tuple[str, ...]]) -> dict[Words, str]:
    phrases = {words_of(phrase): meaning for meaning, options in varied.items() for phrase in options}
    return phrases | {words_of(phrase): meaning for meaning, phrase in plain.items()}


PLACE_PHRASES = _by_words(PLACES, BACKGROUND_WORDS)
# A bare "in" or "inside" says too little: "in the morning", "with a star inside".
RELATION_PHRASES = {
    phrase: relation for phrase, relation in _by_words(RELATIONS, RELATION_WORDS).items() if phrase != ("in",)
}
TO_IT_PHRASES = {
    phrase: relation
    for phrase, relation in _by_words(RELATIONS_TO_IT, RELATION_TO_IT).items()
    if phrase not in (("inside",), ("in", "it"))
}
LONGEST_PHRASE = max(map(len, [*PLACE_PHRASES, *RELATION_PHRASES, *TO_IT_PHRASES]))

SIZES_BY_WORD = {word: size for size, words in SIZE_WORDS.items() for word in words} | {"sized": "medium"}
COUNTS_BY_WORD = {word: count for count, word in enumerate(NUMBER_WORDS)} | {str(n): n for n in range(9)} | {
    "a": 1, "an": 1, "the": 1, "single": 1, "another": 1,
}  # fmt: skip
THINGS_BY_WORD = {plural: thing for thing, plural in PLURALS.items()} | {thing: thing for thing in PLURALS}

FILLERS = frozenset(
    "and with a an the is are there here of picture image drawing shows show draw see i it in this".split()
)
"""Words that state nothing; any other unknown word makes a strict reading fail."""
