"""Names a thing of a picture so that no other thing can be meant."""

import numpy as np

from nextflow_model.tasks.edits.wording import PLACES
from nextflow_model.world import Item, Scene
from nextflow_model.world.sampling import pick
from nextflow_model.world.things import PLURALS
from nextflow_model.world.wording import SIZE_WORDS

# Two centres this close, as a share of the picture, are not told apart by "left" or "top".
_CLOSE = 0.15


def named(rng: np.random.Generator, scene: Scene, index: int) -> str | None:
    """ "the house", "the red house", "the left star"; None where words fail."""
    item = scene.items[index]
    others = [other for number, other in enumerate(scene.items) if number != index]
    like = [other for other in others if other.thing == item.thing]
    if not like:
        return pick(rng, (f"the {item.thing}", f"the {item.colour} {item.thing}"))
    alike = [other for other in like if other.colour == item.colour]
    if not alike:
        return f"the {item.colour} {item.thing}"
    if all(other.size != item.size for other in alike):
        return f"the {pick(rng, SIZE_WORDS[item.size])} {item.thing}"
    place = _place(item, alike)
    if place is None:
        return None
    phrase = item.thing if rng.random() < 0.6 or len(alike) < len(like) else f"{item.colour} {item.thing}"
    if len(alike) < len(like):
        phrase = f"{item.colour} {item.thing}"
    return pick(rng, PLACES[place]).format(phrase)


def all_named(rng: np.random.Generator, scene: Scene) -> str:
    """The alike things of a scene together: "the stars", "both red stars"; "the star" if there is one only."""
    item, count = scene.items[0], len(scene.items)
    if count == 1:
        return pick(rng, (f"the {item.thing}", f"the {item.colour} {item.thing}"))
    every = ("the", "both", "both the") if count == 2 else ("the", "all the", f"the {('three', 'four')[count - 3]}")
    colour = f"{item.colour} " if rng.random() < 0.3 else ""
    return f"{pick(rng, every)} {colour}{PLURALS[item.thing]}"


def _place(item: Item, others: list[Item]) -> str | None:
    sides = {
        "left": all(item.x < other.x - _CLOSE for other in others),
        "right": all(item.x > other.x + _CLOSE for other in others),
        "top": all(item.y < other.y - _CLOSE for other in others),
        "bottom": all(item.y > other.y + _CLOSE for other in others),
    }
    for place, here in sides.items():
        if here:
            return place
    across = "left" if item.x < 0.5 else "right"
    upright = "top" if item.y < 0.5 else "bottom"
    if len(others) == 3 and abs(item.x - 0.5) > _CLOSE and abs(item.y - 0.5) > _CLOSE:
        return f"{upright} {across}"
    return "middle" if len(others) == 2 and _in_a_row(item, others) else None


def _in_a_row(item: Item, others: list[Item]) -> bool:
    one, other = others
    return abs((one.x + other.x) / 2 - item.x) < 1e-6 and abs((one.y + other.y) / 2 - item.y) < 1e-6
