"""Draws a story: a cast, a plot, and its frames."""

import hashlib
from dataclasses import dataclass

import numpy as np

from nextflow_model.tasks.exchange import Exchange, Part, Picture, Text, asked
from nextflow_model.tasks.stories.asking import ask_for
from nextflow_model.tasks.stories.beats import BEATS, DAY_PLACES, begin
from nextflow_model.tasks.stories.cast import Cast, draw_cast
from nextflow_model.tasks.stories.frame import Frame
from nextflow_model.tasks.stories.plots import FRIENDS, NEED_ROOM, PLOTS
from nextflow_model.world import RESERVED_PAIRS, Demands, Wanted, is_heldout
from nextflow_model.world.sampling import pick

_ONE_IN = 10
_LENGTHS = (1, 2, 2, 3)


@dataclass(frozen=True)
class Story:
    """What was asked for: the hero, its friends, places; and what the told story's frames demand."""

    hero: Wanted
    friends: tuple[Wanted, ...]
    places: tuple[str, ...]
    frames: tuple[Demands, ...]


def sample_story(rng: np.random.Generator, split: str) -> Exchange:
    """A story of two to four frames. Cast and plot together decide what is held out; training also shows no
    scene that is."""
    while True:
        cast, plot = draw_cast(rng, split), _plot(rng)
        if cast.hero_size != "small" and NEED_ROOM & set(plot):
            continue
        if _is_heldout(cast, plot) != (split == "heldout"):
            continue
        frames = _told(rng, cast, plot)
        if split == "heldout" or not any(is_heldout(frame.scene) for frame in frames):
            return _exchange(rng, cast, plot, frames)


def _plot(rng: np.random.Generator) -> tuple[str, ...]:
    length = pick(rng, _LENGTHS)
    return pick(rng, tuple(plot for plot in PLOTS if len(plot) == length))


def _told(rng: np.random.Generator, cast: Cast, plot: tuple[str, ...]) -> list[Frame]:
    frames = [begin(rng, cast, pick(rng, tuple(DAY_PLACES)))]
    for beat in plot:
        frames.append(BEATS[beat](rng, cast, frames[-1].scene))
    return frames


def _exchange(rng: np.random.Generator, cast: Cast, plot: tuple[str, ...], frames: list[Frame]) -> Exchange:
    entering = [name for beat in plot for name in FRIENDS.get(beat, ())]
    friends = tuple(_counted(getattr(cast, name), plot) for name in entering)
    text, places = ask_for(rng, frames, (cast.hero, *friends))
    parts: list[Part] = []
    for frame in frames:
        parts += [Text(frame.text), Picture(frame.scene)]
    about = Story(cast.hero, friends, places, tuple(frame.demands for frame in frames))
    return asked("story", (Text(text),), tuple(parts), about)


def _counted(friend: Wanted, plot: tuple[str, ...]) -> Wanted:
    return Wanted(friend.thing, friend.colour, None, 2 if "see two" in plot else 1)


def _is_heldout(cast: Cast, plot: tuple[str, ...]) -> bool:
    if (cast.hero.thing, cast.hero.colour) in RESERVED_PAIRS:
        return True
    digest = hashlib.blake2b("|".join((cast.names(), *plot)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % _ONE_IN == 0
