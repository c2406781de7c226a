"""Tells how a picture is drawn by reading it in the styles that come into question."""

import numpy as np

from nextflow_model.judge.components import filled
from nextflow_model.judge.manner import Manner
from nextflow_model.judge.scoring import scored
from nextflow_model.judge.seen import Seen, glance, see
from nextflow_model.judge.settling import settled
from nextflow_model.judge.view import View

# Share of what is outlined that is empty: lines leave more than the first even in the smallest things, pale
# details of shaded things seldom more than the second.
_A_LITTLE_HOLLOW, _HOLLOW = 0.03, 0.08
# What lines explain this well areas would not explain better, and the other way round.
_GOOD = 0.8
# Scores nearer than this may change places once things are moved by parts of a pixel.
_CLOSE = 0.04


def see_in_style(view: View, looks: bool) -> tuple[Manner, list[Seen]]:
    """What stands out from the backdrop, read in the style that explains it best, and that style.

    A second reading is only spent where it promises a better explanation.
    """
    differences = view.differences()
    if _are_lines(view, differences, looks):
        return _read(view, differences, Manner("outline", looks))
    shaded = _read(view, differences, Manner("shaded", looks))
    if not _may_be_flat(shaded[1], view):
        return shaded
    flat = _read(view, differences, Manner("flat", looks))
    return flat if _explained(flat[1]) > _explained(_settled(shaded[1], view)) else shaded


def _read(view: View, differences: np.ndarray, manner: Manner) -> tuple[Manner, list[Seen]]:
    return manner, see(view.pixels, view.backdrop, differences, manner)


def _are_lines(view: View, differences: np.ndarray, looks: bool) -> bool:
    """Whether lines explain better what is seen at a glance; the likelier one of lines and areas is tried first."""
    hollow = _hollow(differences > view.backdrop.tolerance)
    if hollow <= _A_LITTLE_HOLLOW:
        return False
    best, lines = 0.0, False
    for style in ("outline", "shaded") if hollow > _HOLLOW else ("shaded", "outline"):
        score = _explained(glance(view.pixels, view.backdrop, differences, Manner(style, looks)))
        if score > best:
            best, lines = score, style == "outline"
        if best >= _GOOD:
            break
    return lines


def _explained(outer: list[Seen]) -> float:
    """Mean score of what was seen, weighted by area."""
    total = sum(one.blob.area for one in outer)
    return sum(one.blob.area * one.fit.score for one in outer if one.fit is not None) / max(total, 1)


def _may_be_flat(outer: list[Seen], view: View) -> bool:
    """Whether shaded things would be explained about as well if they were drawn flat where they are."""
    if not all(one.recognised for one in outer):
        return True
    fits = [one.fit for one in outer if one.fit is not None]
    flat = [
        scored(fit.look._replace(dress=fit.look.dress._replace(style="flat")), view.pixels, view.backdrop)
        for fit in fits
    ]
    return sum(one.score for one in flat) > sum(fit.score for fit in fits) - _CLOSE * len(fits)


def _settled(outer: list[Seen], view: View) -> list[Seen]:
    return [
        one._replace(fit=settled(one.fit, view.pixels, view.backdrop)) if one.fit is not None else one for one in outer
    ]


def _hollow(mask: np.ndarray) -> float:
    around = int(filled(mask).sum())
    return 1 - int(mask.sum()) / max(around, 1)
