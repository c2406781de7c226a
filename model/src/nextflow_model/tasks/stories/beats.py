"""What may happen in a story: each beat follows from the scene before it and gives the next frame.

A sentence names every thing its picture shows once, with its colour, and nothing else; so it can be checked.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nextflow_model.tasks.statements import sentence, thing_phrase
from nextflow_model.tasks.statements.words import PLACES, RELATIONS, RELATIONS_TO_IT
from nextflow_model.tasks.stories.cast import Cast
from nextflow_model.tasks.stories.frame import Frame, alone, amid, beside, seen_from_hero
from nextflow_model.world import Demands, Scene, Wanted
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES

DAY_PLACES: dict[str, str] = {"sky": "the sky", "meadow": "a meadow", "sand": "the beach"}
_DIRECTIONS = tuple(OPPOSITES)


def begin(rng: np.random.Generator, cast: Cast, background: str) -> Frame:
    """The hero alone by day."""
    text = pick(rng, ("once there was {}", "one day {} was"))
    return _frame(text.format(thing_phrase(cast.hero)), (cast.hero,), alone(rng, cast, background), "")


def meet(rng: np.random.Generator, cast: Cast, before: Scene) -> Frame:
    """The friend comes and stands beside the hero."""
    relation = pick(rng, _DIRECTIONS)
    verb, friend = pick(rng, ("meets", "meets", "finds")), thing_phrase(cast.friend)
    place = seen_from_hero(relation)
    text = f"{_the(cast.hero)} {verb} {friend} {RELATIONS_TO_IT[place]}"
    scene = beside(rng, cast, relation, before.background)
    return _frame(text, (cast.friend, cast.hero), scene, f"{verb} {friend}", place)


def shift(rng: np.random.Generator, cast: Cast, before: Scene) -> Frame:
    """The hero goes to another side of its friend."""
    relation = pick(rng, tuple(other for other in _DIRECTIONS if other != before.relation))
    text = f"then {_the(cast.hero)} goes {RELATIONS[relation]} {_the(cast.friend)}"
    scene = beside(rng, cast, relation, before.background)
    hint = f"goes {RELATIONS[relation]} the {cast.friend.thing}"
    return _frame(text, (cast.hero, cast.friend), scene, hint, relation)


def join(rng: np.random.Generator, cast: Cast, before: Scene) -> Frame:
    """A second friend comes to the hero's other side."""
    second = thing_phrase(cast.second)
    text = f"another friend comes, and {_the(cast.hero)} is between {_the(cast.friend)} and {second}"
    scene = amid(rng, cast, cast.second, before.background)
    return _frame(text, (cast.hero, cast.friend, cast.second), scene, f"meets {second} too", "between")


def see_two(rng: np.random.Generator, cast: Cast, before: Scene) -> Frame:
    """Two friends just alike."""
    two = replace(cast.friend, count=2)
    text = f"{_the(cast.hero)} sees {thing_phrase(two)}"
    return _frame(text, (cast.hero, two), amid(rng, cast, cast.friend, before.background), f"sees {thing_phrase(two)}")


def part(rng: np.random.Generator, cast: Cast, before: Scene) -> Frame:
    """The friend leaves."""
    text = f"the friend leaves, and {_the(cast.hero)} is alone"
    return _frame(text, (cast.hero,), alone(rng, cast, before.background), "is alone again")


def travel(rng: np.random.Generator, cast: Cast, before: Scene) -> Frame:
    """Everybody goes to another place, and stands there as before."""
    background = pick(rng, tuple(place for place in DAY_PLACES if place != before.background))
    wanted = _present(cast, before)
    verb = "travels" if len(before.items) == 1 else "travel"
    hint = f"{pick(rng, ('goes', 'travels'))} to {DAY_PLACES[background]}"
    return _frame(f"then {_all(wanted)} {verb} and {_are(before)} now", wanted, _moved(before, background), hint)


def sleep(rng: np.random.Generator, cast: Cast, before: Scene) -> Frame:
    """Night falls over everybody, where they stand."""
    wanted = _present(cast, before)
    verb = "sleeps" if len(before.items) == 1 else "sleep"
    hint = pick(rng, ("sleeps at night", "goes to sleep when night falls"))
    return _frame(f"in the end {_all(wanted)} {verb}", wanted, _moved(before, "night"), hint)


BEATS: dict[str, Callable[[np.random.Generator, Cast, Scene], Frame]] = {
    "meet": meet, "shift": shift, "join": join, "see two": see_two, "part": part, "travel": travel, "sleep": sleep,
}  # fmt: skip


def _frame(text: str, wanted: tuple[Wanted, ...], scene: Scene, hint: str, relation: str | None = None) -> Frame:
    told = sentence(f"{text} {PLACES[scene.background]}")
    return Frame(told, Demands(wanted, relation, scene.background), scene, hint)


def _the(wanted: Wanted) -> str:
    return thing_phrase(wanted, definite=True)


def _all(wanted: tuple[Wanted, ...]) -> str:
    first, *others = [f"the {thing_phrase(one)}" if one.count > 1 else _the(one) for one in wanted]
    return ", ".join([first, *others[:-1]]) + f" and {others[-1]}" if others else first


def _are(scene: Scene) -> str:
    return "is" if len(scene.items) == 1 else "are"


def _present(cast: Cast, before: Scene) -> tuple[Wanted, ...]:
    friends = {1: (), 2: (cast.friend,), 3: (cast.friend, cast.second)}[len(before.items)]
    if len(before.items) == 3 and before.relation is None:
        friends = (replace(cast.friend, count=2),)
    return (cast.hero, *friends)


def _moved(before: Scene, background: str) -> Scene:
    return replace(before, background=background)
