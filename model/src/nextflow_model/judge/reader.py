"""Reads a picture: background, then blobs on it, then what lies inside the containers."""

from dataclasses import dataclass

import numpy as np

from nextflow_model.judge.background import distance, estimate_background
from nextflow_model.judge.blobs import Blob, find_blobs, gap, merged
from nextflow_model.judge.components import eroded
from nextflow_model.judge.fitting import Backdrop, Fit, fit_blob, scored
from nextflow_model.judge.reading import Found, Reading
from nextflow_model.judge.templates import sprite_at
from nextflow_model.world.backgrounds import background_picture
from nextflow_model.world.sprites import compose, overlap
from nextflow_model.world.things import CONTAINERS, SIZES

# Colour difference that makes a pixel stand out. Inside a container the tolerance is wider, because
# the container itself is only as exact as its fit.
_TOLERANCE = 42.0
_TOLERANCE_INSIDE = 64.0

RECOGNISED = 0.55
"""Score below which a blob is nothing known."""

# A quarter of a small thing; things fill at least 0.4 of their box.
_SPECK = 0.25 * 0.4 * SIZES["small"] ** 2
# Parts of one thing lie closer together than two things ever do.
_MERGE_GAP = 0.04


@dataclass(frozen=True)
class _Seen:
    blob: Blob
    fit: Fit | None

    @property
    def recognised(self) -> bool:
        return self.fit is not None and self.fit.score >= RECOGNISED


def read(picture: np.ndarray) -> Reading:
    """Reads a picture, uint8 [height, width, 3], with no knowledge of the scene it should show."""
    pixels = picture.astype(np.float32)
    name, visible = estimate_background(pixels, _TOLERANCE)
    backdrop = Backdrop(background_picture(name, *picture.shape[:2]), _TOLERANCE)
    mask = distance(pixels, backdrop.picture) > _TOLERANCE
    outer = _joined(_see(pixels, backdrop, mask), pixels, backdrop)
    seen = []
    for one in outer:
        seen.extend(_opened(one, pixels, backdrop))
    return Reading(tuple(_found(one, picture.shape[:2]) for one in seen), name if visible else None)


def _see(pixels: np.ndarray, backdrop: Backdrop, mask: np.ndarray) -> list[_Seen]:
    least_area = _SPECK * min(pixels.shape[:2]) ** 2
    return [_Seen(blob, fit_blob(pixels, backdrop, blob)) for blob in find_blobs(mask, least_area)]


def _joined(seen: list[_Seen], pixels: np.ndarray, backdrop: Backdrop) -> list[_Seen]:
    """Joins a part that makes no sense alone with its neighbour, where together they do."""
    reach = _MERGE_GAP * min(pixels.shape[:2])
    for part in [one for one in seen if not one.recognised]:
        for other in seen:
            if other is part or part not in seen or gap(part.blob, other.blob) > reach:
                continue
            whole = merged(part.blob, other.blob)
            together = _Seen(whole, fit_blob(pixels, backdrop, whole))
            if together.recognised:
                seen = [one for one in seen if one is not part and one is not other] + [together]
                break
    return seen


def _opened(one: _Seen, pixels: np.ndarray, backdrop: Backdrop) -> list[_Seen]:
    """The thing, and what lies inside it if it is a container; the container is then scored without that."""
    if one.fit is None or one.fit.thing not in CONTAINERS:
        return [one]
    inner_backdrop = Backdrop(backdrop.picture.copy(), _TOLERANCE_INSIDE)
    compose(inner_backdrop.picture, one.fit.sprite())
    rim = max(2, round(min(pixels.shape[:2]) / 40))
    interior = _interior(one.fit, pixels.shape[:2], rim)
    mask = (distance(pixels, inner_backdrop.picture) > _TOLERANCE_INSIDE) & interior
    inner = _see(pixels, inner_backdrop, mask)
    if not inner:
        return [one]
    painted = Backdrop(backdrop.picture, backdrop.tolerance)
    cleared = pixels.copy()
    for thing in inner:
        left, top, right, bottom = thing.blob.box
        window = slice(max(0, top - 1), bottom + 1), slice(max(0, left - 1), right + 1)
        cleared[window] = inner_backdrop.picture[window]
    return [_Seen(one.blob, scored(one.fit, cleared, painted)), *inner]


def _interior(fit: Fit, shape: tuple[int, int], rim: int) -> np.ndarray:
    placed = sprite_at(fit.thing, fit.colour, fit.side, fit.top, fit.left)
    window, part = overlap(shape, placed)
    mask = np.zeros(shape, dtype=bool)
    mask[window] = placed.sprite.cover[part][..., 0] > 0.5
    return eroded(mask, rim)


def _found(one: _Seen, shape: tuple[int, int]) -> Found:
    height, width = shape
    left, top, right, bottom = one.blob.box
    box = (left / width, top / height, right / width, bottom / height)
    score = one.fit.score if one.fit is not None else 0.0
    if one.fit is None or not one.recognised:
        return Found(None, None, None, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), box, score)
    fit = one.fit
    centre = ((fit.left + fit.side / 2) / width, (fit.top + fit.side / 2) / height)
    return Found(fit.thing, fit.colour, fit.size(min(shape)), centre, box, score)
