"""Blobs: the connected parts of a picture that differ from what lies behind them."""

from typing import NamedTuple

import numpy as np

from nextflow_model.judge.components import filled, label


class Blob(NamedTuple):
    """A mask without holes, bool [h, w], and the pixel of the picture its upper left corner falls on."""

    top: int
    left: int
    mask: np.ndarray
    area: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) in px; right and bottom are just outside."""
        height, width = self.mask.shape
        return self.left, self.top, self.left + width, self.top + height

    @property
    def centroid(self) -> tuple[float, float]:
        """Mean (x, y) of the mask in px of the picture."""
        rows, columns = np.nonzero(self.mask)
        return self.left + float(columns.mean()) + 0.5, self.top + float(rows.mean()) + 0.5


def blob_of(mask: np.ndarray, top: int = 0, left: int = 0) -> Blob:
    """The blob of all that is on in `mask`, bool [h, w] with at least one pixel on, cut to its box."""
    rows = np.flatnonzero(mask.any(axis=1))
    columns = np.flatnonzero(mask.any(axis=0))
    cut = filled(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    return Blob(top + int(rows[0]), left + int(columns[0]), cut, int(cut.sum()))


def find_blobs(mask: np.ndarray, least_area: float) -> list[Blob]:
    """The connected parts of `mask`, bool [h, w], that cover at least `least_area` px once filled."""
    # Between a dark and a pale ink the background colour may appear once more, as a ring around an
    # island; filling first keeps such islands with the thing they lie in.
    labels, count = label(filled(mask), diagonal=True)
    blobs = (blob_of(labels == number) for number in range(1, count + 1))
    return [blob for blob in blobs if blob.area >= least_area]


def merged(one: Blob, other: Blob) -> Blob:
    """Both blobs as one."""
    top, left = min(one.top, other.top), min(one.left, other.left)
    bottom, right = max(one.box[3], other.box[3]), max(one.box[2], other.box[2])
    mask = np.zeros((bottom - top, right - left), dtype=bool)
    for blob in (one, other):
        height, width = blob.mask.shape
        mask[blob.top - top : blob.top - top + height, blob.left - left : blob.left - left + width] |= blob.mask
    return blob_of(mask, top, left)


def shared_area(one: Blob, other: Blob) -> int:
    """Number of px that are on in both."""
    top, left = max(one.top, other.top), max(one.left, other.left)
    bottom, right = min(one.box[3], other.box[3]), min(one.box[2], other.box[2])
    if bottom <= top or right <= left:
        return 0
    return int((_cut(one, top, left, bottom, right) & _cut(other, top, left, bottom, right)).sum())


def gap(one: Blob, other: Blob) -> int:
    """Distance between the two boxes in px, along the axis on which they are farther apart."""
    left, top, right, bottom = one.box
    other_left, other_top, other_right, other_bottom = other.box
    return max(other_left - right, left - other_right, other_top - bottom, top - other_bottom)


def _cut(blob: Blob, top: int, left: int, bottom: int, right: int) -> np.ndarray:
    return blob.mask[top - blob.top : bottom - blob.top, left - blob.left : right - blob.left]
