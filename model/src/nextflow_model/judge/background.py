"""Which known background a picture stands on."""

import numpy as np

from nextflow_model.world.backgrounds import BACKGROUNDS, background_picture

# Differences beyond this are a thing, not a background that is a little off.
_CAP = 80.0
# The fullest scenes leave more than this share of the background visible.
_LEAST_SHARE = 0.3


def distance(picture: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Colour difference per pixel, Euclidean in 0..255 RGB: two [h, w, 3] to one float32 [h, w]."""
    difference = picture - other
    return np.sqrt(np.einsum("hwc,hwc->hw", difference, difference))


def stands_out(picture: np.ndarray, backdrop: np.ndarray, reach: int) -> np.ndarray:
    """Colour difference to the nearest mix of what the backdrop shows `reach` px above and below.

    All float32, two [h, w, 3] to one [h, w]. A horizon drawn too softly or a little too high is thus
    still background, while everything that is no mix of the two stands out as before.
    """
    rows = np.arange(picture.shape[0])
    above = backdrop[np.maximum(rows - reach, 0)]
    span = backdrop[np.minimum(rows + reach, len(rows) - 1)] - above
    offset = picture - above
    length = np.maximum(np.einsum("hwc,hwc->hw", span, span), 1e-6)
    share = np.clip(np.einsum("hwc,hwc->hw", offset, span) / length, 0, 1)
    return distance(offset, share[..., None] * span)


def estimate_background(picture: np.ndarray, tolerance: float) -> tuple[str, bool]:
    """The background closest to the picture, float32 [h, w, 3], and whether enough of it is really there.

    `tolerance` is the colour difference that still counts as background.
    """
    differences = {
        name: distance(picture, background_picture(name, *picture.shape[:2])) for name in BACKGROUNDS
    }
    best = min(differences, key=lambda name: float(np.minimum(differences[name], _CAP).mean()))
    return best, bool((differences[best] < tolerance).mean() >= _LEAST_SHARE)
