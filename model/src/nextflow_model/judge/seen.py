"""A blob together with its best explanation."""

from typing import NamedTuple

import numpy as np

from nextflow_model.judge.blobs import Blob, find_blobs, gap, merged
from nextflow_model.judge.fitting import Backdrop, Fit, fit_blob
from nextflow_model.judge.reading import Found
from nextflow_model.world.things import SIZES

RECOGNISED = 0.55
"""Score below which a blob is nothing known."""

# A quarter of a small thing; things fill at least 0.4 of their box.
_SPECK = 0.25 * 0.4 * SIZES["small"] ** 2
# Parts of one thing lie closer together than two things ever do.
_MERGE_GAP = 0.04
# Soft drawing lets neighbours flow together; at a stricter tolerance they part again.
_STRICTER = (1.8, 3.0)


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
        centre = ((look.left + look.side / 2) / width, (look.top + look.side / 2) / height)
        return Found(look.thing, look.colour, self.fit.size(min(height, width)), centre, box, self.fit.score)


def see(picture: np.ndarray, backdrop: Backdrop, differences: np.ndarray) -> list[Seen]:
    """Everything larger than a speck that stands out, explained as far as possible.

    `differences`, float32 [h, w], says how far each pixel is from what lies behind.
    """
    short_side = min(picture.shape[:2])
    seen = [
        part
        for blob in find_blobs(differences > backdrop.tolerance, _SPECK * short_side**2)
        for part in _split(Seen(blob, fit_blob(picture, backdrop, blob)), picture, backdrop, differences)
    ]
    return _joined(seen, picture, backdrop, _MERGE_GAP * short_side)


def _split(whole: Seen, picture: np.ndarray, backdrop: Backdrop, differences: np.ndarray) -> list[Seen]:
    """Cuts what makes no sense as one where it is faint, if every part then makes sense."""
    if whole.recognised:
        return [whole]
    left, top, right, bottom = whole.blob.box
    window = slice(top, bottom), slice(left, right)
    only = np.zeros_like(differences)
    only[window] = differences[window] * whole.blob.mask
    for factor in _STRICTER:
        strict = backdrop._replace(tolerance=backdrop.tolerance * factor)
        blobs = find_blobs(only > strict.tolerance, _SPECK * min(picture.shape[:2]) ** 2)
        parts = [Seen(blob, fit_blob(picture, strict, blob)) for blob in blobs]
        if len(parts) > 1 and all(part.recognised for part in parts):
            return parts
    return [whole]


def _joined(seen: list[Seen], picture: np.ndarray, backdrop: Backdrop, reach: float) -> list[Seen]:
    """Joins a part that makes no sense alone with its neighbour, where together they do."""
    for part in [one for one in seen if not one.recognised]:
        for other in seen:
            if other is part or gap(part.blob, other.blob) > reach:
                continue
            whole = merged(part.blob, other.blob)
            together = Seen(whole, fit_blob(picture, backdrop, whole))
            if together.recognised:
                rest = [one for one in seen if one is not part and one is not other]
                return _joined([*rest, together], picture, backdrop, reach)
    return seen
