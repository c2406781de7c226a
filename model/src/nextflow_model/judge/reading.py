"""What the judge saw."""

from dataclasses import dataclass

from nextflow_model.world.scene import Pattern


@dataclass(frozen=True)
class Found:
    """One thing seen; `thing`, `colour` and `size` are None together when nothing known fits.

    `centre` is (x, y) and `box` (left, top, right, bottom), as shares of the picture's width and height;
    `score` is how well the best template explains it, 0..1. `turn` in degrees clockwise and `pattern` are
    looked for only if the reader was asked to; of turns that look alike the first is told.
    """

    thing: str | None
    colour: str | None
    size: str | None
    centre: tuple[float, float]
    box: tuple[float, float, float, float]
    score: float
    turn: int = 0
    pattern: Pattern | None = None

    @property
    def recognised(self) -> bool:
        """Whether some template explains it well enough to be named."""
        return self.thing is not None


@dataclass(frozen=True)
class Reading:
    """Everything seen in one picture; `background` is None (and nothing found) when no known one fills it.

    `style` is one of STYLES; a picture in which nothing tells is "shaded".
    """

    found: tuple[Found, ...]
    background: str | None
    style: str = "shaded"

    @property
    def unrecognised(self) -> tuple[Found, ...]:
        """What stands out from the background but looks like nothing known."""
        return tuple(one for one in self.found if not one.recognised)
