"""What lies behind the things of a picture, and which pixels stand out from it."""

from typing import NamedTuple

import numpy as np

from nextflow_model.judge.background import distance

Window = tuple[slice, slice]


class Backdrop(NamedTuple):
    """The empty picture, float32 [height, width, 3], and the colour difference that makes a pixel visible.

    `above` and `span` describe, per pixel, the line of colours that still count as the backdrop.
    """

    picture: np.ndarray
    tolerance: float
    above: np.ndarray
    span: np.ndarray

    def differences(self, pixels: np.ndarray, window: Window = np.s_[:, :]) -> np.ndarray:
        """How far `pixels`, float32 [h, w, 3] seen in `window`, are from the backdrop: float32 [h, w]."""
        span = self.span[window]
        offset = pixels - self.above[window]
        length = np.maximum(np.einsum("hwc,hwc->hw", span, span), 1e-6)
        share = np.clip(np.einsum("hwc,hwc->hw", offset, span) / length, 0, 1)
        return distance(offset, share[..., None] * span)

    def colours_behind(self, window: Window) -> list[np.ndarray]:
        """The colours, [3] each, in the middle, at the top and at the bottom of `window`."""
        part = self.picture[window]
        return [np.median(part.reshape(-1, 3), axis=0), np.median(part[0], axis=0), np.median(part[-1], axis=0)]


def backdrop_of(picture: np.ndarray, tolerance: float, reach: int = 0) -> Backdrop:
    """A backdrop on which every mix of the colours `reach` px above and below a pixel counts as empty.

    A horizon drawn too softly or a little too high is thus still background, while everything that is
    no mix of the two sides stands out as before.
    """
    rows = np.arange(picture.shape[0])
    above = picture[np.maximum(rows - reach, 0)]
    return Backdrop(picture, tolerance, above, picture[np.minimum(rows + reach, len(rows) - 1)] - above)
