"""Counter-based uniforms: the same draw for the same (seed, image, scale, position), in any batch and any language."""

import numpy as np

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def _mix(z: np.ndarray) -> np.ndarray:
    """The splitmix64 finaliser, elementwise on uint64."""
    z = (z ^ (z >> np.uint64(30))) * _FIRST
    z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))


def uniforms(seed: int, image: int, scale: int, count: int) -> np.ndarray:
    """Float32 numbers in [0, 1) for positions 0..count-1 of one scale. [count]

    `scale` is 1-based, `image` (index inside the request) is 0-based, `seed` is any integer taken modulo 2**64.
    """
    with np.errstate(over="ignore"):  # wrapping is the arithmetic we want
        key = _mix(np.array([seed % 2**64], np.uint64) + _GOLDEN)
        key = _mix(key ^ (np.uint64(image + 1) * _GOLDEN))
        key = _mix(key ^ (np.uint64(scale + 1) * _GOLDEN))
        positions = np.arange(1, count + 1, dtype=np.uint64)
        bits = _mix(key ^ (positions * _GOLDEN))
    return (bits >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)
