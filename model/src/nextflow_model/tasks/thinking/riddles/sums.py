"""Small sums whose result is a number of things."""

import numpy as np

from nextflow_model.tasks.statements.words import NUMBER_WORDS
from nextflow_model.world.sampling import pick

_LARGEST = 8


def sum_for(rng: np.random.Generator, result: int) -> tuple[str, str]:
    """A sum that gives `result` (1..4), and the same with its result: "two plus one", "two plus one is three"."""
    options = _OPTIONS[result]
    return pick(rng, options)


def _options(result: int) -> tuple[tuple[str, str], ...]:
    number = NUMBER_WORDS
    sums = [f"{number[a]} plus {number[result - a]}" for a in range(1, result)]
    sums += [f"{number[a]} minus {number[a - result]}" for a in range(result + 1, _LARGEST + 1)]
    sums += [f"half of {number[2 * result]}"]
    sums += [f"two times {number[result // 2]}"] if result % 2 == 0 else []
    sums += [f"one more than {number[result - 1]}"] if result > 1 else []
    sums += [f"one less than {number[result + 1]}"]
    return tuple((text, f"{text[0].upper()}{text[1:]} is {number[result]}") for text in sums)


_OPTIONS = {result: _options(result) for result in range(1, 5)}
