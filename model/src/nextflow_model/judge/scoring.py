"""How well a thing in a certain place explains what is seen there."""

import math
from typing import NamedTuple

import numpy as np

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.background import distance
from nextflow_model.judge.shapes import Look
from nextflow_model.world.sprites import Placed, overlap
from nextflow_model.world.things import SIZES

# Beyond this a pixel is simply wrong; how wrong it is says nothing about the shape.
_CAP = 120.0
# Less than this share of a thing is not yet a half that could be judged alone.
_LEAST_HALF = 0.2


class Fit(NamedTuple):
    """A thing in a certain place, and how well it explains the blob, 0..1."""

    look: Look
    score: float

    def sprite(self) -> Placed:
        """The thing as it would be drawn there."""
        return self.look.sprite()

    def size(self, short_side: int) -> str:
        """The name of the size whose nominal side is closest."""
        return min(SIZES, key=lambda name: abs(math.log(self.look.side / (SIZES[name] * short_side))))


def scored(look: Look, picture: np.ndarray, backdrop: Backdrop) -> Fit:
    """The fit of a look: overlap of the silhouettes, lowered by how far the colours are off in the worse half."""
    placed = look.sprite()
    window, part = overlap(picture.shape[:2], placed)
    cover = placed.sprite.cover[part]
    if not cover.sum():
        return Fit(look, 0.0)
    expected = backdrop.picture[window] * (1 - cover) + placed.sprite.ink[part]
    error = np.minimum(distance(picture[window], expected), _CAP) / _CAP
    worst = _worst_half(error, cover[..., 0])
    if look.dress.style == "outline":
        # Right lines are not enough: what they enclose must be empty.
        worst = max(worst, _worst_half(error, look.silhouette().sprite.cover[part][..., 0]))
    return Fit(look, look.overlap * (1 - worst))


def _worst_half(error: np.ndarray, weight: np.ndarray) -> float:
    # A thing that changes colour or shape half way is wrong, however good its better half looks.
    rows, columns = (length // 2 for length in error.shape)
    halves = (np.s_[:rows], np.s_[rows:], np.s_[:, :columns], np.s_[:, columns:])
    weights = [float(weight[half].sum()) for half in halves]
    least = _LEAST_HALF * float(weight.sum())
    return max(
        float((error[half] * weight[half]).sum()) / share
        for half, share in zip(halves, weights, strict=True)
        if share > least
    )
