"""The kinds of edits, named as in EditCanvas where it has them.

A kind takes a source scene and proposes an edit of it, or None where this scene cannot be edited so.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nextflow_model.tasks.edits.edit import Edit
from nextflow_model.tasks.edits.kinds import counts, looks, places, things, views
from nextflow_model.world import Scene

ANY = ("single", "single", "count", "relation", "relation", "inside", "between")
APART = ("single", "single", "count", "relation", "relation", "between")


class Kind(NamedTuple):
    """`abilities` of the sources it is tried on, the frequent ones more than once."""

    abilities: tuple[str, ...]
    propose: Callable[[np.random.Generator, Scene], Edit | None]


KINDS: dict[str, Kind] = {
    "object_add": Kind(("single", "single", "single", "relation", "between"), things.add),
    "object_remove": Kind(("relation", "relation", "inside", "between", "count"), things.remove),
    "object_replace": Kind(ANY, things.replace_thing),
    "object_extract": Kind(("relation", "relation", "inside", "between", "single"), things.extract),
    "object_color": Kind(ANY, looks.recolour),
    "object_size": Kind(APART, looks.resize),
    "object_rotation": Kind(APART, looks.rotate),
    "object_texture": Kind(APART, looks.texture),
    "object_position": Kind(("single", "single", "relation", "between", "count"), places.move),
    "object_quantity": Kind(("count",), counts.change_count),
    "background": Kind(ANY, views.background),
    "night": Kind(ANY, views.night),
    "style": Kind(ANY, views.style),
    "camera_zoom_in": Kind(APART, views.zoom_in),
    "camera_zoom_out": Kind(APART, views.zoom_out),
}
