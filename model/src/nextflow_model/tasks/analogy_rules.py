"""What an analogy shows twice and asks for once more."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nextflow_model.tasks import analogy_changes as changes
from nextflow_model.tasks.analogy_changes import Change

ALIKE = ("single", "single", "count")
PLAIN = ("single", "count", "relation")


class Rule(NamedTuple):
    """`abilities` of the pictures it is shown on; `fixed` draws the parameters."""

    abilities: tuple[str, ...]
    fixed: Callable[[np.random.Generator], Change]


RULES: dict[str, Rule] = {
    "object_color": Rule(ALIKE, changes.same_colour),
    "object_replace": Rule(ALIKE, changes.same_thing),
    "object_rotation": Rule(ALIKE, changes.same_turn),
    "object_texture": Rule(ALIKE, changes.same_pattern),
    "object_size": Rule(ALIKE, changes.same_step_of_size),
    "object_position": Rule(("single",), changes.same_side),
    "object_quantity": Rule(("count",), changes.same_count),
    "object_add": Rule(("single",), changes.same_thing_added),
    "object_remove": Rule(("relation",), changes.same_thing_removed),
    "background": Rule(PLAIN, changes.same_background),
    "night": Rule(PLAIN, changes.always_night),
    "style": Rule(PLAIN, changes.same_style),
    "zoom": Rule(PLAIN, changes.same_zoom),
}
