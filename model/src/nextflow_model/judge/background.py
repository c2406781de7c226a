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


def estimate_background(picture: np.ndarray, tolerance: float) -> tuple[str, bool]:
    """The background closest to the picture, float32 [h, w, 3], and whether enough of it is really there.

    `tolerance` is the colour difference that still counts as background.
    """
    differences = {name: distance(picture, background_picture(name, *picture.shape[:2])) for name in BACKGROUNDS}
    best = min(differences, key=lambda name: float(np.minimum(differences[name], _CAP).mean()))
    return best, bool((differences[best] < tolerance).mean() >= _LEAST_SHARE)
