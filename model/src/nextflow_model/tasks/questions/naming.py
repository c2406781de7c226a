"""How a question calls the things of a scene."""

import numpy as np

from nextflow_model.tasks.statements.words import NUMBER_WORDS
from nextflow_model.world import COLOUR_NAMES, RESERVED_PAIRS, THINGS, Demands, Scene, Wanted, demands
from nextflow_model.world.sampling import pick
from nextflow_model.world.things import PLURALS


def shown(scene: Scene) -> Demands:
    """Everything the scene shows, things alike counted together."""
    return demands(scene)


def one_of(rng: np.random.Generator, scene: Scene) -> Wanted:
    """Something of the scene; the samplers never show one kind of thing in two looks."""
    return pick(rng, shown(scene).wanted)


def absent_thing(rng: np.random.Generator, scene: Scene) -> str:
    """A kind of thing that the scene does not show."""
    there = {item.thing for item in scene.items}
    return pick(rng, tuple(thing for thing in THINGS if thing not in there))


def other_colour(rng: np.random.Generator, thing: str, colour: str) -> str:
    """A colour the thing could have instead; reserved pairs are not even spoken of."""
    options = [name for name in COLOUR_NAMES if name != colour and (thing, name) not in RESERVED_PAIRS]
    return pick(rng, tuple(options))


def plural_of(thing: str, count: int) -> str:
    """The thing's name for this many of it."""
    return PLURALS[thing] if count != 1 else thing


def named(wanted: Wanted) -> str:
    """ "the house", "the stars"."""
    return f"the {plural_of(wanted.thing, wanted.count)}"


def is_are(wanted: Wanted) -> str:
    """The verb that fits the number."""
    return "is" if wanted.count == 1 else "are"


def counted(thing: str, count: int) -> str:
    """ "one house", "three stars"."""
    return f"{NUMBER_WORDS[count]} {plural_of(thing, count)}"


def none_of(thing: str) -> str:
    """What is said of a thing that is not there, always in the same words."""
    return f"There is no {thing} in the picture."
