"""A scene: what is in a picture and where, independent of the resolution."""

from dataclasses import dataclass

ABILITIES: tuple[str, ...] = ("single", "count", "relation", "inside", "between")
OPPOSITES: dict[str, str] = {"left of": "right of", "right of": "left of", "above": "below", "below": "above"}


STYLES: tuple[str, ...] = ("shaded", "flat", "outline", "pixelated")
"""How a whole picture is drawn: with lines and shades, in plain areas, as lines only, in coarse blocks."""

PATTERNS: tuple[str, ...] = ("stripes", "dots", "checks")
TURNS: tuple[int, ...] = (0, 90, 180, 270)


@dataclass(frozen=True)
class Pattern:
    """An unusual look: the body of a thing is covered with `kind` (see PATTERNS) in a second colour."""

    kind: str
    colour: str


@dataclass(frozen=True)
class Item:
    """One thing; (x, y) is its centre as shares of the picture's width and height, y down.

    `turn` is in degrees clockwise, one of TURNS.
    """

    thing: str
    colour: str
    size: str
    x: float
    y: float
    turn: int = 0
    pattern: Pattern | None = None


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
    style: str = "shaded"

    def painting_order(self) -> tuple[Item, ...]:
        """Items from back to front: what is inside something is painted after it."""
        return self.items[::-1]
