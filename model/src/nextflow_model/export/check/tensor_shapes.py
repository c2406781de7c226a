"""Whether arrays fit the shapes that bundle.json describes, whose names stand for sizes known at run time."""

import numpy as np

from . import BundleRefused


def check_outputs(graph: str, described: dict, inputs: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
    """Raises on an output of a wrong type or shape, or one that is not finite. A name means one size in all arrays."""
    sizes: dict[str, int] = {}
    for section, arrays in (("inputs", inputs), ("outputs", outputs)):
        for name, array in arrays.items():
            expected = described[section][name]
            if array.dtype != expected["type"] or not _fits(array.shape, expected["shape"], sizes):
                raise BundleRefused(f"{graph}: {name} is {array.dtype}{array.shape}, not {expected} with {sizes}")
    broken = [name for name, array in outputs.items() if not np.isfinite(array).all()]
    if broken:
        raise BundleRefused(f"{graph}: not finite: {broken}")


def _fits(shape: tuple[int, ...], described: list[int | str], sizes: dict[str, int]) -> bool:
    """Remembers in `sizes` what a name stands for when it meets it first."""
    if len(shape) != len(described):
        return False
    known = [sizes.setdefault(side, size) if isinstance(side, str) else side for side, size in zip(described, shape)]
    return list(shape) == known
