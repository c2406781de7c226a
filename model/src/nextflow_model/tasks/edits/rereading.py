"""A second, closer look at a pattern that the judge reads otherwise than expected."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from nextflow_model.judge import Found
from nextflow_model.world import COLOUR_NAMES, PATTERNS, Item, Pattern, Scene, draw_scene
from nextflow_model.world.palette import stands_out


def reread(picture: np.ndarray, found: Found | None, item: Item, scene: Scene) -> Found | None:
    """What was found for `item` of `scene`, with the pattern that, drawn in its place, comes closest to `picture`.

    The judge tries only colours that many pixels are near to, and thin dots blur into a mix of both: orange on
    blue counts as brown. So where it disagrees, all patterns and none are tried.
    """
    if found is None or found.pattern == item.pattern:
        return found
    here = replace(item, x=found.centre[0], y=found.centre[1], size=found.size or item.size)
    window = _window(found, *picture.shape[:2])
    shown = picture[window].astype(np.float32)

    def error(pattern: Pattern | None) -> float:
        alone = Scene("single", (replace(here, pattern=pattern),), None, scene.background, scene.style)
        return float(np.square(draw_scene(alone, *picture.shape[:2])[window] - shown).mean())

    return replace(found, pattern=min(patterns_on(item.colour), key=error))


@lru_cache
def patterns_on(colour: str) -> tuple[Pattern | None, ...]:
    """Every pattern that shows on a thing of the colour, and none."""
    seconds = [second for second in COLOUR_NAMES if stands_out(second, colour)]
    return (None, *(Pattern(kind, second) for kind in PATTERNS for second in seconds))


def _window(found: Found, height: int, width: int) -> tuple[slice, slice]:
    left, top, right, bottom = found.box
    return (
        slice(round(top * height), max(round(bottom * height), round(top * height) + 1)),
        slice(round(left * width), max(round(right * width), round(left * width) + 1)),
    )
