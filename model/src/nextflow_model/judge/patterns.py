"""Tries patterns on shapes that no single colour explains."""

import numpy as np

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.scoring import Fit, scored
from nextflow_model.judge.settling import settled
from nextflow_model.judge.shapes import Look
from nextflow_model.world.palette import COLOUR_NAMES, COLOURS
from nextflow_model.world.scene import PATTERNS, Pattern
from nextflow_model.world.sprites import overlap

# One shape shows well enough which patterns are worth trying on the others.
_PATTERNS_KEPT = 4
_SHAPES_TRIED = 4
_SECONDS_KEPT = 2
_SETTLED = 4


def patterned(looks: list[Look], colours: list[str], picture: np.ndarray, backdrop: Backdrop) -> list[Fit]:
    """The best fits of the looks, likeliest first, in each of the colours and covered with every pattern."""
    if not looks:
        return []
    tried = [
        (main, Pattern(kind, second))
        for main in colours
        for kind in PATTERNS
        for second in _second_colours(looks[0]._replace(colour=main), kind, picture, backdrop)
    ]
    fits: list[Fit] = []
    for look in looks[:_SHAPES_TRIED]:
        here = [scored(_covered(look._replace(colour=main), pattern), picture, backdrop) for main, pattern in tried]
        here.sort(key=lambda fit: -fit.score)
        tried = [(fit.look.colour, fit.look.dress.pattern) for fit in here[:_PATTERNS_KEPT]]
        fits.extend(here)
    # Patterns are so fine that a part of a pixel may decide between two.
    fits.sort(key=lambda fit: -fit.score)
    return [settled(fit, picture, backdrop) for fit in fits[:_SETTLED]]


def _second_colours(look: Look, kind: str, picture: np.ndarray, backdrop: Backdrop) -> list[str]:
    """The colours closest to the one that would explain the picture best where the pattern goes."""
    dark, pale = (_covered(look, Pattern(kind, name)).sprite() for name in ("black", "white"))
    black, white = (np.asarray(COLOURS[name], dtype=np.float32) for name in ("black", "white"))
    window, part = overlap(picture.shape[:2], dark)
    # Ink mixes like light, so what the two differ in is the share of the pattern in every pixel.
    share = (pale.sprite.ink[part] - dark.sprite.ink[part]) / (white - black)
    rest = backdrop.picture[window] * (1 - dark.sprite.cover[part]) + dark.sprite.ink[part] - share * black
    best = (share * (picture[window] - rest)).sum(axis=(0, 1)) / np.maximum((share**2).sum(axis=(0, 1)), 1e-6)
    others = [name for name in COLOUR_NAMES if name != look.colour]
    return sorted(others, key=lambda name: float(((best - COLOURS[name]) ** 2).sum()))[:_SECONDS_KEPT]


def _covered(look: Look, pattern: Pattern) -> Look:
    return look._replace(dress=look.dress._replace(pattern=pattern))
