"""A blob together with its best explanation."""

from typing import NamedTuple

import numpy as np

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.blobs import Blob, find_blobs, gap, merged
from nextflow_model.judge.fitting import Fit, fit_blob
from nextflow_model.judge.manner import Manner
from nextflow_model.judge.reading import Found
from nextflow_model.world.things import SIZES
from nextflow_model.world.turns import first_alike

RECOGNISED = 0.62
"""Score below which a blob is nothing known."""

# A quarter of a small thing; things fill at least 0.4 of their box.
_SPECK = 0.25 * 0.4 * SIZES["small"] ** 2
# Parts of one thing lie closer together than two things ever do.
_MERGE_GAP = 0.04
# Pale things on a pale backdrop show fully only at a finer tolerance; soft neighbours that flow
# together part again at a coarser one.
_OTHER_TOLERANCES = (0.6, 1.8, 3.0)
_MARGIN = 2
# Parts that leave more than this of the whole out explain only what they happened to fit.
_EXPLAINED = 0.6


class Seen(NamedTuple):
    """A blob and its best fit; None if nothing comes near."""

    blob: Blob
    fit: Fit | None

    @property
    def recognised(self) -> bool:
        """Whether the fit is good enough to name the thing."""
        return self.fit is not None and self.fit.score >= RECOGNISED

    def found(self, height: int, width: int) -> Found:
        """The same in shares of a picture of height x width px."""
        left, top, right, bottom = self.blob.box
        box = (left / width, top / height, right / width, bottom / height)
        if self.fit is None or not self.recognised:
            centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            return Found(None, None, None, centre, box, self.fit.score if self.fit else 0.0)
        look = self.fit.look
        turn = first_alike(look.thing, look.dress.turn)
        centre = (look.x / width, look.y / height)
        size = self.fit.size(min(height, width))
        return Found(look.thing, look.colour, size, centre, box, self.fit.score, turn, look.dress.pattern)


def see(picture: np.ndarray, backdrop: Backdrop, differences: np.ndarray, manner: Manner) -> list[Seen]:
    """Everything larger than a speck that stands out, explained as far as possible.

    `differences`, float32 [h, w], says how far each pixel is from what lies behind; `manner` how things
    are expected to be drawn.
    """
    seen = [
        part
        for first in glance(picture, backdrop, differences, manner)
        for part in _seen_again(first, picture, backdrop, differences, manner)
    ]
    return _joined(seen, picture, backdrop, _MERGE_GAP * min(picture.shape[:2]), manner)


def glance(picture: np.ndarray, backdrop: Backdrop, differences: np.ndarray, manner: Manner) -> list[Seen]:
    """The same at first sight: nothing is looked at again or joined where it makes no sense."""
    blobs = find_blobs(differences > backdrop.tolerance, _SPECK * min(picture.shape[:2]) ** 2)
    return [Seen(blob, fit_blob(picture, backdrop, blob, manner)) for blob in blobs]


def _seen_again(
    first: Seen, picture: np.ndarray, backdrop: Backdrop, differences: np.ndarray, manner: Manner
) -> list[Seen]:
    """What makes no sense at the usual tolerance, seen at others, if everything there then makes sense."""
    if first.recognised:
        return [first]
    left, top, right, bottom = first.blob.box
    window = slice(max(0, top - _MARGIN), bottom + _MARGIN), slice(max(0, left - _MARGIN), right + _MARGIN)
    only = np.zeros_like(differences)
    only[window] = differences[window]
    for factor in _OTHER_TOLERANCES:
        other = backdrop._replace(tolerance=backdrop.tolerance * factor)
        blobs = find_blobs(only > other.tolerance, _SPECK * min(picture.shape[:2]) ** 2)
        parts = [Seen(blob, fit_blob(picture, other, blob, manner)) for blob in blobs]
        explained = sum(part.blob.area for part in parts) >= _EXPLAINED * first.blob.area
        if explained and all(part.recognised for part in parts):
            return parts
    return [first]


def _joined(seen: list[Seen], picture: np.ndarray, backdrop: Backdrop, reach: float, manner: Manner) -> list[Seen]:
    """Joins a part that makes no sense alone with its neighbour, where together they do."""
    for part in [one for one in seen if not one.recognised]:
        for other in seen:
            if other is part or gap(part.blob, other.blob) > reach:
                continue
            whole = merged(part.blob, other.blob)
            together = Seen(whole, fit_blob(picture, backdrop, whole, manner))
            if together.recognised:
                rest = [one for one in seen if one is not part and one is not other]
                return _joined([*rest, together], picture, backdrop, reach, manner)
    return seen
