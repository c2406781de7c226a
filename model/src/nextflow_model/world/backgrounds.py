"""The backgrounds: pale and simple, so that every allowed colour stands out."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from nextflow_model.world.palette import COLOUR_NAMES, RGB


class Background(NamedTuple):
    """Two vertical gradients that meet at `horizon` (share of the height; 0 = one gradient only)."""

    horizon: float
    upper: tuple[RGB, RGB]
    lower: tuple[RGB, RGB]
    clashes: frozenset[str]


def _plain(colour: RGB, *clashes: str) -> Background:
    return Background(0.0, (colour, colour), (colour, colour), frozenset(clashes))


BACKGROUNDS: dict[str, Background] = {
    "white": _plain((255, 255, 255), "white"),
    "cream": _plain((251, 238, 204), "white", "yellow"),
    "grey": _plain((214, 217, 222), "white"),
    "pink": _plain((252, 214, 226), "white", "pink"),
    "sky": Background(0.0, ((150, 204, 245),) * 2, ((150, 204, 245), (214, 236, 250)), frozenset()),
    "meadow": Background(1 / 3, ((190, 226, 250), (214, 238, 250)), ((184, 222, 140), (204, 234, 164)), frozenset()),
    "sand": Background(
        1 / 3, ((166, 216, 228), (190, 228, 234)), ((240, 218, 166), (248, 230, 188)), frozenset({"yellow"})
    ),
    "night": Background(0.0, ((16, 20, 52),) * 2, ((16, 20, 52), (38, 46, 98)), frozenset({"black"})),
}


def allowed_colours(background: str) -> tuple[str, ...]:
    """Colours of things that stand out from the named background."""
    clashes = BACKGROUNDS[background].clashes
    return tuple(colour for colour in COLOUR_NAMES if colour not in clashes)


@lru_cache(maxsize=64)
def background_picture(background: str, height: int, width: int) -> np.ndarray:
    """The empty background, float32 [height, width, 3] in 0..255; cached, so do not write into it."""
    look = BACKGROUNDS[background]
    rows = (np.arange(height, dtype=np.float32) + 0.5) / height
    column = np.empty((height, 3), dtype=np.float32)
    above = rows < look.horizon
    column[above] = _gradient(look.upper, rows[above] / max(look.horizon, 1e-6))
    column[~above] = _gradient(look.lower, (rows[~above] - look.horizon) / (1 - look.horizon))
    picture = np.repeat(column[:, None, :], width, axis=1)
    picture.setflags(write=False)
    return picture


def _gradient(ends: tuple[RGB, RGB], position: np.ndarray) -> np.ndarray:
    start, end = (np.asarray(colour, dtype=np.float32) for colour in ends)
    return start + (end - start) * position[:, None]
