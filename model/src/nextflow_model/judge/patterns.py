"""Tries patterns on shapes that no single colour explains."""

import numpy as np

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.scoring import Fit, scored
from nextflow_model.judge.settling import settled
from nextflow_model.judge.shapes import Look
from nextflow_model.world.palette import COLOUR_NAMES, COLOURS, stands_out
from nextflow_model.world.scene import PATTERNS, Pattern
from nextflow_model.world.sprites import Sprite, overlap

_SHAPES_TRIED = 3
_COLOURS_KEPT = 2
_FITS_KEPT = 3
# Colours found a part of a pixel off the right place do not come to this score.
_SURE = 0.9


def patterned(looks: list[Look], picture: np.ndarray, backdrop: Backdrop) -> list[Fit]:
    """The best fits of the looks, the likeliest of which come first, covered with every pattern."""
    # Patterns are so fine that a part of a pixel may decide between two, and between colours.
    fits = _settled_best(
        [
            covered
            for look in looks[:_SHAPES_TRIED]
            for kind in PATTERNS
            for covered in _covered(look, kind, picture, backdrop)
        ],
        picture,
        backdrop,
    )
    if not fits or fits[0].score >= _SURE or (pattern := fits[0].look.dress.pattern) is None:
        return fits
    return fits + _settled_best(_covered(fits[0].look, pattern.kind, picture, backdrop), picture, backdrop)


def _settled_best(looks: list[Look], picture: np.ndarray, backdrop: Backdrop) -> list[Fit]:
    fits = sorted((scored(look, picture, backdrop) for look in looks), key=lambda fit: -fit.score)
    return sorted((settled(fit, picture, backdrop) for fit in fits[:_FITS_KEPT]), key=lambda fit: -fit.score)


def _covered(look: Look, kind: str, picture: np.ndarray, backdrop: Backdrop) -> list[Look]:
    """The look with a pattern of this kind, in the pairs of colours that come closest to what is seen.

    Ink mixes like light and a thing's inks follow its main colour, so what two drawings differ in is the share
    of a colour in every pixel, and the two colours that explain the picture best are a matter of least squares.
    """
    window, part = overlap(picture.shape[:2], look.sprite())
    plain = _sprite(look, "red", kind, "black")
    red, blue, black, white = (
        np.asarray(COLOURS[name], dtype=np.float32) for name in ("red", "blue", "black", "white")
    )
    # Red and blue differ most in their red, black and white about equally in everything.
    main = ((_sprite(look, "blue", kind, "black").ink - plain.ink)[part] / (blue - red))[..., 0]
    second = ((_sprite(look, "red", kind, "white").ink - plain.ink)[part] / (white - black))[..., 0]
    shares = np.stack([main.ravel(), second.ravel()], axis=1)
    neutral = plain.ink[part] - main[..., None] * red - second[..., None] * black
    unexplained = picture[window] - backdrop.picture[window] * (1 - plain.cover[part]) - neutral
    best_main, best_second = np.linalg.lstsq(shares, unexplained.reshape(-1, 3), rcond=None)[0]
    return [
        look._replace(colour=colour, dress=look.dress._replace(pattern=Pattern(kind, other)))
        for colour in _closest(best_main)
        for other in _closest(best_second)
        if stands_out(other, colour)
    ]


def _sprite(look: Look, colour: str, kind: str, second: str) -> Sprite:
    dress = look.dress._replace(pattern=Pattern(kind, second))
    return look._replace(colour=colour, dress=dress).sprite().sprite


def _closest(ink: np.ndarray) -> list[str]:
    return sorted(COLOUR_NAMES, key=lambda name: float(((ink - COLOURS[name]) ** 2).sum()))[:_COLOURS_KEPT]
