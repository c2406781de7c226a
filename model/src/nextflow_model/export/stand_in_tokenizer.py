"""A tokenizer.json of the right size for a model whose own is not at hand: it has the ids, not the words.

Nothing was learned from text. Its merges are the combinations of 2, 3, .. letters in alphabetical order, so any text
is encoded and decoded, with tokens of a plausible length, but not as the model of that shape would have been trained.
"""

import string
from collections.abc import Iterator
from itertools import count, islice, product

from nextflow_model.config import ModelConfig
from nextflow_model.text.pieces import byte_characters
from nextflow_model.text.tokenizer import Pair, TextTokenizer


def stand_in_tokenizer(config: ModelConfig) -> TextTokenizer:
    """Ordinary ids below the lowest special one, and a special token for every id from there on.

    Ids that the config does not name become `<|unused_N|>`: a model with random weights may draw any of them.
    """
    ordinary = min(config.special_tokens.values())
    characters = byte_characters()
    if ordinary < len(characters):
        raise ValueError(f"{ordinary} ids below the special ones, a byte-level vocabulary needs {len(characters)}")
    merges = list(islice(_letter_pairs(), ordinary - len(characters)))
    vocabulary = {name: number for number, name in enumerate([*characters, *map("".join, merges)])}
    named = {number: name for name, number in config.special_tokens.items()}
    numbers = range(ordinary, config.text_vocab_size)
    specials = {f"<|{named.get(number, f'unused_{number}')}|>": number for number in numbers}
    return TextTokenizer(vocabulary, merges, specials)


def _letter_pairs() -> Iterator[Pair]:
    """Every word over a-z as (all but its last letter, its last letter); shorter ones first: a left half is a token."""
    for length in count(2):
        for letters in product(string.ascii_lowercase, repeat=length):
            yield "".join(letters[:-1]), letters[-1]
