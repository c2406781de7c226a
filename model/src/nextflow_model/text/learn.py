"""Learns merges from a corpus. Naive counting: the world has a few hundred different words."""

from collections import Counter
from collections.abc import Iterable

from nextflow_model.text.pieces import byte_characters, spell, split_pieces
from nextflow_model.text.tokenizer import Pair, TextTokenizer, merge

# The last five are named by the model config; the reserved ones wait for later abilities.
SPECIAL_NAMES = ("<|im_start|>", "<|im_end|>", "<|boi|>", "<|eoi|>", "<|pad|>") + tuple(
    f"<|reserved_{number}|>" for number in range(11)
)


def learn_merges(texts: Iterable[str], count: int) -> list[Pair]:
    """At most `count` merges, most frequent pair first (ties: the smaller pair); fewer if words run out."""
    frequencies = Counter(piece for text in texts for piece in split_pieces(text))
    words = {spell(piece): frequency for piece, frequency in sorted(frequencies.items())}
    merges: list[Pair] = []
    while len(merges) < count:
        pairs: Counter[Pair] = Counter()
        for tokens, frequency in words.items():
            for pair in zip(tokens, tokens[1:]):
                pairs[pair] += frequency
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        words = {merge(tokens, best): frequency for tokens, frequency in words.items()}
    return merges


def learn_tokenizer(texts: Iterable[str], size: int) -> TextTokenizer:
    """256 bytes, then merges, then the specials with the highest ids; at most `size` ids in all."""
    merges = learn_merges(texts, size - 256 - len(SPECIAL_NAMES))
    vocabulary = {character: byte for byte, character in enumerate(byte_characters())}
    for first, second in merges:
        vocabulary.setdefault(first + second, len(vocabulary))
    specials = {name: len(vocabulary) + number for number, name in enumerate(SPECIAL_NAMES)}
    return TextTokenizer(vocabulary, merges, specials)
