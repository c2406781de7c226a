"""Which colours a blob may have."""

import numpy as np

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.blobs import Blob
from nextflow_model.judge.manner import Manner
from nextflow_model.world.palette import COLOUR_NAMES

_COLOURS_KEPT = 4
# The middle of a thin line keeps about this much of its ink, and this share of what is visible is middle.
_INK_KEPT = 0.8
_MIDDLE = 0.3


def likely_colours(picture: np.ndarray, backdrop: Backdrop, blob: Blob, manner: Manner) -> list[str]:
    """The names of the colours most pixels of the blob are closest to, the likeliest first."""
    left, top, right, bottom = blob.box
    window = np.s_[top:bottom, left:right]
    inks = picture[window][blob.mask]
    if manner.style == "outline":
        inks = _line_inks(inks, backdrop.picture[window][blob.mask])
    nearest = ((inks[:, None] - manner.mains()) ** 2).sum(axis=2).argmin(axis=1)
    votes = np.bincount(nearest, minlength=len(COLOUR_NAMES))
    return [COLOUR_NAMES[index] for index in np.argsort(-votes, kind="stable")[:_COLOURS_KEPT]]


def _line_inks(inks: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """What lines were drawn with, judged by the pixels that differ most from what lies behind them."""
    differences = ((inks - behind) ** 2).sum(axis=1)
    middle = differences >= np.quantile(differences, 1 - _MIDDLE)
    return np.clip(behind[middle] + (inks[middle] - behind[middle]) / _INK_KEPT, 0, 255)
