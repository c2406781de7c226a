"""Which scenes are held out of training; a fixed function of the scene, with no list on disk."""

import hashlib

from nextflow_model.world.scene import Item, Scene

RESERVED_PAIRS: frozenset[tuple[str, str]] = frozenset(
    {
        ("fish", "purple"),
        ("car", "green"),
        ("balloon", "blue"),
        ("flower", "orange"),
        ("cup", "yellow"),
        ("boat", "red"),
    }
)
"""(thing, colour) pairs that no training picture or caption ever shows."""

_ONE_IN = 10


def is_heldout(scene: Scene) -> bool:
    """Whether the scene shows a reserved pair or its combination falls into the held-out tenth.

    The combination is things, colours, sizes, count, relation and background; positions do not count.
    """
    if any((item.thing, item.colour) in RESERVED_PAIRS for item in scene.items):
        return True
    digest = hashlib.blake2b(combination(scene).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % _ONE_IN == 0


def combination(scene: Scene) -> str:
    """The scene's combination as text; two wordings of the same picture give the same text."""
    looks = [_look(item) for item in scene.items]
    relation = scene.relation or ""
    # "a above b" is the same picture as "b below a".
    if relation in ("right of", "below"):
        relation = {"right of": "left of", "below": "above"}[relation]
        looks.reverse()
    if relation == "between":
        looks = [looks[0], *sorted(looks[1:])]
    return "|".join([relation, scene.background, *looks])


def _look(item: Item) -> str:
    return f"{item.size} {item.colour} {item.thing}"
