"""Gaussian smoothing, and the softnesses of drawing the judge reckons with."""

import math

import numpy as np

# Smoothing both sides a little first makes a half pixel of shift and mild noise harmless.
_BASE = 0.8
_EXTRA = (0.0, 1.0, 1.8)
_NOMINAL_SIDE = 96


def smoothed(picture: np.ndarray, sigma: float) -> np.ndarray:
    """`picture`, float32 [h, w, channels], blurred with a Gaussian of `sigma` px; edges are continued."""
    reach = reach_of(sigma)
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    taps = (taps / taps.sum()).astype(np.float32)
    height, width = picture.shape[:2]
    padded = np.pad(picture, ((reach, reach), (0, 0), (0, 0)), mode="edge")
    tall = sum(tap * padded[step : step + height] for step, tap in enumerate(taps))
    padded = np.pad(tall, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    return sum(tap * padded[:, step : step + width] for step, tap in enumerate(taps))


def reach_of(sigma: float) -> int:
    """How many px a blur of `sigma` px spreads a colour."""
    return math.ceil(2.5 * sigma)


def base_sigma(short_side: int) -> float:
    """Blur in px that the judge gives every picture of this short side before it looks."""
    return round(_BASE * short_side / _NOMINAL_SIDE, 2)


def template_sigmas(short_side: int) -> tuple[float, ...]:
    """Blurs in px that templates are tried with: the judge's own, alone and on top of a soft drawing."""
    return tuple(round(math.hypot(_BASE, extra) * short_side / _NOMINAL_SIDE, 2) for extra in _EXTRA)
