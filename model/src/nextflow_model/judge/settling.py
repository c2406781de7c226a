"""Moves a fit by parts of a pixel, where things need not lie on whole ones."""

import numpy as np

from nextflow_model.judge.backdrop import Backdrop
from nextflow_model.judge.scoring import Fit, scored

# A fit this good lies where it should.
_SETTLED = 0.97
_THIRDS = (-1 / 3, 0.0, 1 / 3)
_ROUNDS = 2


def settled(fit: Fit, picture: np.ndarray, backdrop: Backdrop) -> Fit:
    """The best of the fit and its neighbours up to two thirds of a px away; `picture` is float32 [h, w, 3]."""
    for _ in range(_ROUNDS):
        if fit.score >= _SETTLED:
            break
        right, down = fit.look.shift
        moves = [(right + across, down + along) for along in _THIRDS for across in _THIRDS if along or across]
        moved = [scored(fit.look._replace(shift=move), picture, backdrop) for move in moves]
        best = max(moved, key=lambda one: one.score)
        if best.score <= fit.score:
            break
        fit = best
    return fit
