"""Plain statements in the many words of those who ask."""

import re

import numpy as np

from nextflow_model.tasks.statements.words import PLACES, RELATIONS
from nextflow_model.world.sampling import pick
from nextflow_model.world.wording import BACKGROUND_WORDS, RELATION_WORDS, SIZE_WORDS

_OPTIONS: dict[str, tuple[str, ...]] = (
    {plain: BACKGROUND_WORDS[background] for background, plain in PLACES.items()}
    | {plain: RELATION_WORDS[relation] for relation, plain in RELATIONS.items() if relation in RELATION_WORDS}
    | {size: SIZE_WORDS[size] for size in ("small", "large")}
)
_PLAIN = re.compile(r"\b(" + "|".join(map(re.escape, _OPTIONS)) + r")\b")
_SHARE = 0.5


def varied(rng: np.random.Generator, text: str) -> str:
    """The text with some of its places, relations and sizes in other words of the same meaning."""
    return _PLAIN.sub(lambda found: pick(rng, _OPTIONS[found[1]]) if rng.random() < _SHARE else found[1], text)
