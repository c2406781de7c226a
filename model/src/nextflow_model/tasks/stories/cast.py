"""Who is in a story."""

from dataclasses import dataclass

import numpy as np

from nextflow_model.tasks.statements import thing_phrase
from nextflow_model.world import COLOUR_NAMES, RESERVED_PAIRS, THINGS, Wanted
from nextflow_model.world.sampling import pick

_HERO_SIZES = ("small", "small", "medium", "large")
# Some colours cannot be seen in some places: black at night, yellow on the beach.
_HIDDEN = ("black", "yellow")
_COLOURS = tuple(colour for colour in COLOUR_NAMES if colour not in _HIDDEN)
_RESERVED_HEROES = 0.3


@dataclass(frozen=True)
class Cast:
    """The hero, how large it is drawn, and the friends it may meet; friends are always small.

    A hero of medium size is not called so: its `size` is None.
    """

    hero: Wanted
    hero_size: str
    friend: Wanted
    second: Wanted

    def names(self) -> str:
        """The cast as a key."""
        return "|".join(thing_phrase(one) for one in (self.hero, self.friend, self.second))


def draw_cast(rng: np.random.Generator, split: str) -> Cast:
    """Three different kinds of things; held-out heroes are sometimes reserved pairs."""
    things = [THINGS[index] for index in rng.permutation(len(THINGS))[:3]]
    looks = [_look(rng, thing) for thing in things]
    if split == "heldout" and rng.random() < _RESERVED_HEROES:
        looks[0] = pick(rng, _RESERVED)
        if looks[0][0] in things[1:]:
            return draw_cast(rng, split)
    size = pick(rng, _HERO_SIZES)
    hero = Wanted(*looks[0], size if size != "medium" else None)
    return Cast(hero, size, *(Wanted(*look, None) for look in looks[1:]))


_RESERVED = tuple(sorted(pair for pair in RESERVED_PAIRS if pair[1] not in _HIDDEN))


def _look(rng: np.random.Generator, thing: str) -> tuple[str, str]:
    return thing, pick(rng, tuple(colour for colour in _COLOURS if (thing, colour) not in RESERVED_PAIRS))
