"""The tasks by name, and the sampler of each."""

from collections.abc import Callable

import numpy as np

from nextflow_model.tasks.drawings import sample_drawing
from nextflow_model.tasks.exchange import Exchange

TASKS: dict[str, Callable[[np.random.Generator, str], Exchange]] = {
    "draw": sample_drawing,
}
