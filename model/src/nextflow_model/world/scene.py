"""A scene: what is in a picture and where, independent of the resolution."""

from dataclasses import dataclass

ABILITIES: tuple[str, ...] = ("single", "count", "relation", "inside", "between")
OPPOSITES: dict[str, str] = {"left of": "right of", "right of": "left of", "above": "below", "below": "above"}


@dataclass(frozen=True)
class Item:
    """One thing; (x, y) is its centre as shares of the picture's width and height, y down."""

    thing: str
    colour: str
    size: str
    x: float
    y: float


@dataclass(frozen=True)
class Scene:
    """Items in drawing order of meaning: `items[0]` stands in `relation` to the items after it.

    `relation` is None for "single" and "count"; otherwise one of left of, right of, above, below,
    inside, between.
    """

    ability: str
    items: tuple[Item, ...]
    relation: str | None
    background: str

    def painting_order(self) -> tuple[Item, ...]:
        """Items from back to front: what is inside something is painted after it."""
        return self.items[::-1]
