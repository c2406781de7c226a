"""Tells whether a picture is made of blocks, or has edges that just happen to lie on their borders."""

import numpy as np

from nextflow_model.judge.manner import Manner
from nextflow_model.judge.scoring import Fit, scored
from nextflow_model.judge.seen import Seen, see
from nextflow_model.judge.settling import settled
from nextflow_model.judge.softness import template_sigmas
from nextflow_model.judge.style import see_in_style
from nextflow_model.judge.view import View
from nextflow_model.world.pixelation import block_starts
from nextflow_model.world.scene import STYLES

# Squared steps of colour at the borders of blocks over those within: around 1 in most other pictures, and
# still 2 to 3 where blocks were blurred by a px.
_BORDER_RATIO = 1.6
# Through blocks every drawing looks alike, so a plain one explains a picture nearly as well as blocks would.
_LEAST_GAIN = 0.02
# No thing gains more than this by moving it by parts of a pixel.
_SETTLING = 0.12


def steps_at_borders(picture: np.ndarray) -> bool:
    """Whether colours change mostly at the borders of blocks; `picture` is float32 [height, width, 3]."""
    short_side = min(picture.shape[:2])
    at_borders = within = 0.0
    for turned in (picture, picture.transpose(1, 0, 2)):
        changes = np.diff(turned, axis=0)
        steps = np.einsum("hwc,hwc->hw", changes, changes)
        # What even the outermost column does is the background; a horizon is no edge of a thing.
        steps = np.maximum(steps - steps[:, :1], 0).mean(axis=1)
        border = np.zeros(len(steps), dtype=bool)
        border[block_starts(turned.shape[0], short_side)[1:] - 1] = True
        at_borders += float(steps[border].mean())
        within += float(steps[~border].mean())
    return at_borders > _BORDER_RATIO * within


def see_blocks(blocks: View, plain: View, looks: bool) -> tuple[Manner, list[Seen]] | None:
    """What stands out, read through the blocks; None if a drawing without blocks explains the picture as well."""
    manner = Manner("shaded", looks, blocks.pixels.shape[:2])
    outer = see(blocks.pixels, blocks.backdrop, blocks.differences(), manner)
    fits = [one.fit for one in outer if one.fit is not None]
    if sum(_gain(fit, blocks, plain) for fit in fits) <= _LEAST_GAIN * len(fits):
        return None
    # Lines and patterns smear through blocks into things that are none; then both must be read in full.
    sure = not looks and all(one.recognised for one in outer)
    if sure or _colours_right(outer) > _colours_right(see_in_style(plain, looks)[1]) + _LEAST_GAIN:
        return manner, outer
    return None


def _colours_right(outer: list[Seen]) -> float:
    """Mean score of what was seen, weighted by area, were all silhouettes right."""
    right = sum(one.blob.area * one.fit.score / max(one.fit.look.overlap, 1e-6) for one in outer if one.fit is not None)
    return right / max(sum(one.blob.area for one in outer), 1)


def _gain(fit: Fit, blocks: View, plain: View) -> float:
    """How much worse the colours would be if the thing were drawn in the same place without blocks."""
    with_blocks = scored(fit.look._replace(overlap=1.0), blocks.pixels, blocks.backdrop).score
    look = fit.look._replace(grid=None, overlap=1.0, shift=(0.0, 0.0))
    without = max(
        (
            scored(
                look._replace(x=look.x + right, y=look.y + down, sigma=sigma, dress=look.dress._replace(style=style)),
                plain.pixels,
                plain.backdrop,
            )
            for style in STYLES
            if style != "pixelated"
            for sigma in template_sigmas(min(plain.pixels.shape[:2]))[:2]
            for down in (-1, 0, 1)
            for right in (-1, 0, 1)
        ),
        key=lambda one: one.score,
    )
    if _LEAST_GAIN < with_blocks - without.score < _SETTLING:
        without = settled(without, plain.pixels, plain.backdrop)
    return with_blocks - without.score
