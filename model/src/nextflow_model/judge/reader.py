"""Reads a picture: background, then blobs on it, then what lies inside the containers."""

import math

import numpy as np

from nextflow_model.judge.backdrop import backdrop_of
from nextflow_model.judge.block_style import see_blocks, steps_at_borders
from nextflow_model.judge.components import eroded, filled
from nextflow_model.judge.manner import Manner
from nextflow_model.judge.reading import Reading
from nextflow_model.judge.scoring import Fit, scored
from nextflow_model.judge.seen import Seen, see
from nextflow_model.judge.style import see_in_style
from nextflow_model.judge.view import View, view_of
from nextflow_model.world.outline_pen import LINE_DEPTH
from nextflow_model.world.sprites import compose, overlap
from nextflow_model.world.things import CONTAINERS

# Inside a container the tolerance is wider than outside, because the container itself is only as exact
# as its fit. Lines enclose the background itself.
_TOLERANCE_INSIDE = 64.0


def read(picture: np.ndarray, style: str | None = None, looks: bool = False) -> Reading:
    """Reads a picture, uint8 [height, width, 3], with no knowledge of the scene it should show.

    With `style`, one of STYLES, it is taken to be drawn so, which saves finding out. With `looks` the turns
    and patterns of things are told as well; without, only things that are upright and plain are known.
    Without a known background nothing can be told apart from it, so nothing is found.
    """
    height, width = picture.shape[:2]
    view, manner, outer = _looked_at(picture.astype(np.float32), style, looks)
    if view is None:
        return Reading((), None)
    seen = [inner for one in outer for inner in _opened(one, view, manner)]
    named = manner.style if manner.grid is None else "pixelated"
    return Reading(tuple(one.found(height, width) for one in seen), view.background, named)


def _looked_at(picture: np.ndarray, style: str | None, looks: bool) -> tuple[View | None, Manner, list[Seen]]:
    """The view the picture is best understood in, how it is drawn, and what stands out from its background."""
    view = view_of(picture, blocks=style == "pixelated")
    if view is None:
        return None, Manner(), []
    if style is not None:
        manner = Manner("shaded", looks, picture.shape[:2]) if style == "pixelated" else Manner(style, looks)
        return view, manner, see(view.pixels, view.backdrop, view.differences(), manner)
    if steps_at_borders(picture) and (blocks := view_of(picture, blocks=True)) is not None:
        seen = see_blocks(blocks, view, looks)
        if seen is not None:
            return blocks, *seen
    return view, *see_in_style(view, looks)


def _opened(one: Seen, view: View, manner: Manner) -> list[Seen]:
    """The thing, and what lies inside it if it is a container; the container is then scored without that."""
    if one.fit is None or one.fit.look.thing not in CONTAINERS:
        return [one]
    pixels, backdrop = view.pixels, view.backdrop
    full = backdrop.picture.copy()
    compose(full, one.fit.sprite())
    container = backdrop_of(full, backdrop.tolerance if manner.style == "outline" else _TOLERANCE_INSIDE)
    interior = _interior(one.fit, pixels.shape[:2])
    inner = see(pixels, container, container.differences(pixels) * interior, manner)
    if not inner:
        return [one]
    cleared = pixels.copy()
    for thing in inner:
        left, top, right, bottom = thing.blob.box
        window = slice(max(0, top - 1), bottom + 1), slice(max(0, left - 1), right + 1)
        cleared[window] = container.picture[window]
    return [Seen(one.blob, scored(one.fit.look, cleared, backdrop)), *inner]


def _interior(fit: Fit, shape: tuple[int, int]) -> np.ndarray:
    # A rim stays out: there the slightest shift of the fit already looks like something inside.
    rim = max(2, round(min(shape) / 40))
    if fit.look.dress.style == "outline":
        rim += math.ceil(LINE_DEPTH * fit.look.side)
    window, part = overlap(shape, fit.sprite())
    mask = np.zeros(shape, dtype=bool)
    mask[window] = fit.sprite().sprite.cover[part][..., 0] > 0.5
    return eroded(filled(mask), rim)
