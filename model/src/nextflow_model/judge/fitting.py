"""Analysis by synthesis: which freshly drawn thing explains a blob best."""

import numpy as np

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.blobs import Blob
from nextflow_model.judge.colours import likely_colours
from nextflow_model.judge.manner import Manner
from nextflow_model.judge.patterns import patterned
from nextflow_model.judge.scoring import Fit, scored
from nextflow_model.judge.settling import settled
from nextflow_model.judge.shapes import Look, fit_shape, refined
from nextflow_model.judge.templates import coarse
from nextflow_model.world.scene import TURNS
from nextflow_model.world.things import SIZES, THINGS
from nextflow_model.world.turns import looks_alike

_SHAPES_KEPT = 5
# Anything longer than this share of the short side is no single thing.
_LARGEST = 1.3 * max(SIZES.values())
# A sharp fit this good leaves nothing for a softer one to explain.
_GOOD = 0.8


def fit_blob(picture: np.ndarray, backdrop: Backdrop, blob: Blob, manner: Manner) -> Fit | None:
    """The best explanation of a blob in `picture`, float32 [h, w, 3]; None if nothing comes near."""
    short_side = min(picture.shape[:2])
    if max(blob.mask.shape) > _LARGEST * short_side:
        return None
    colours = likely_colours(picture, backdrop, blob, manner)
    best = None
    for sigma in manner.sigmas(short_side):
        fit = _fit_at(sigma, colours, picture, backdrop, blob, manner)
        # What is visible depends a little on the colour, so shapes laid on with a wrong one are laid on again.
        if fit is not None and fit.look.colour != colours[0]:
            colours = [fit.look.colour, *(colour for colour in colours if colour != fit.look.colour)]
            fit = _fit_at(sigma, colours, picture, backdrop, blob, manner)
        if fit is not None and (best is None or fit.score > best.score):
            best = fit
        if best is not None and best.score >= _GOOD:
            break
    if best is None or manner == Manner():
        return best
    if manner.looks:
        best = _lit(best, picture, backdrop)
    return settled(best, picture, backdrop)


def _fit_at(
    sigma: float, colours: list[str], picture: np.ndarray, backdrop: Backdrop, blob: Blob, manner: Manner
) -> Fit | None:
    short_side = min(picture.shape[:2])
    left, top, right, bottom = blob.box
    # Across a horizon a pale thing shows differently above and below, so both count.
    behinds = {coarse(colour) for colour in backdrop.colours_behind(np.s_[top:bottom, left:right])}
    looks = [
        look
        for behind in sorted(behinds)
        for thing in THINGS
        for dress in manner.dresses(thing)
        for start in [Look(thing, colours[0], sigma, behind, backdrop.tolerance, dress=dress, grid=manner.grid)]
        for look in [fit_shape(start, blob, short_side)]
        if look is not None
    ]
    looks.sort(key=lambda look: -look.overlap)
    exact = [refined(look, backdrop, blob) for look in _distinct(looks)[:_SHAPES_KEPT]]
    fits: list[Fit] = []
    likely = colours
    for look in exact:
        tried = [scored(look._replace(colour=colour), picture, backdrop) for colour in likely]
        tried.sort(key=lambda fit: -fit.score)
        fits.append(tried[0])
        # The colour hardly depends on the shape: the best two of one shape do for the next.
        likely = [fit.look.colour for fit in tried[:2]]
    best = max(fits, key=lambda fit: fit.score, default=None)
    if best is None or not manner.looks or manner.style == "outline" or best.score >= _GOOD:
        return best
    best = settled(best, picture, backdrop)
    if best.score >= _GOOD:
        return best
    shapes = sorted(exact, key=lambda look: -look.overlap)
    return max([best, *patterned(shapes, picture, backdrop)], key=lambda fit: fit.score)


def _lit(fit: Fit, picture: np.ndarray, backdrop: Backdrop) -> Fit:
    # In turns that look alike the highlight moves: inside a container a wrong one would look like a thing.
    look = fit.look
    turns = [turn for turn in TURNS if turn != look.dress.turn and looks_alike(look.thing, turn, look.dress.turn)]
    alike = [scored(look._replace(dress=look.dress._replace(turn=turn)), picture, backdrop) for turn in turns]
    return max([fit, *alike], key=lambda one: one.score)


def _distinct(looks: list[Look]) -> list[Look]:
    # Several colours behind often give the same look; only the first, best one is worth a closer view.
    seen = {(look.thing, look.dress, look.side, look.x, look.y): look for look in reversed(looks)}
    return sorted(seen.values(), key=lambda look: -look.overlap)
