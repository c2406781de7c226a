"""What changes the whole picture: background, light, style and the distance of the camera."""

from dataclasses import replace

import numpy as np

from nextflow_model.tasks.edits.changes import in_style, on_background, zoomed
from nextflow_model.tasks.edits.edit import Edit, edited
from nextflow_model.tasks.edits.wording import BACKGROUND, BACKGROUND_PUT, DAY, GROUNDS, NIGHT, STYLE, ZOOM, said
from nextflow_model.world import BACKGROUNDS, STYLES, Scene
from nextflow_model.world.sampling import pick
from nextflow_model.world.wording import BACKGROUND_WORDS

BY_DAY = tuple(name for name in BACKGROUNDS if name != "night")


def background(rng: np.random.Generator, source: Scene) -> Edit | None:
    """Another background; the night has a kind of its own."""
    ground = pick(rng, BY_DAY)
    if rng.random() < 0.5:
        words = pick(rng, BACKGROUND).format(ground=pick(rng, GROUNDS[ground]))
    else:
        words = pick(rng, BACKGROUND_PUT).format(where=pick(rng, BACKGROUND_WORDS[ground]))
    return edited("background", source, on_background(source, ground), said(rng, words))


def night(rng: np.random.Generator, source: Scene) -> Edit | None:
    """The light goes; and where it is night, it comes back."""
    if source.background == "night":
        return edited("night", source, on_background(source, "sky"), said(rng, pick(rng, DAY)))
    return edited("night", source, on_background(source, "night"), said(rng, pick(rng, NIGHT)))


def style(rng: np.random.Generator, source: Scene) -> Edit | None:
    """The same picture drawn in another way; one of four is turned back into the usual one."""
    after, before = pick(rng, STYLES), "shaded"
    if after == "shaded":
        before = pick(rng, tuple(name for name in STYLES if name != after))
    return edited("style", replace(source, style=before), in_style(source, after), said(rng, pick(rng, STYLE[after])))


def zoom_in(rng: np.random.Generator, source: Scene) -> Edit | None:
    """The camera comes closer: everything is a size larger and farther from the middle."""
    return edited("camera_zoom_in", source, zoomed(source, 1), said(rng, pick(rng, ZOOM[1])))


def zoom_out(rng: np.random.Generator, source: Scene) -> Edit | None:
    """The camera goes back: everything is a size smaller and closer to the middle."""
    return edited("camera_zoom_out", source, zoomed(source, -1), said(rng, pick(rng, ZOOM[-1])))
