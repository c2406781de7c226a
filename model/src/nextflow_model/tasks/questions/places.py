"""Where is it?"""

import numpy as np

from nextflow_model.tasks.questions.asked import Question, Source, Unfit, any_scene, asks_for_absent
from nextflow_model.tasks.questions.naming import absent_thing, none_of
from nextflow_model.tasks.statements import sentence
from nextflow_model.tasks.statements.words import RELATIONS
from nextflow_model.world import Item, Scene
from nextflow_model.world.layout import LATTICE
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES

_BESIDE = ("Where is the {}?", "Where can you see the {}?", "Where do you see the {}?")
_IN_PICTURE = (
    "Where in the picture is the {}?", "In which part of the picture is the {}?",
    "Where in the image do you see the {}?",
)  # fmt: skip
# A centre one step from the middle is neither in the middle nor aside: nobody is asked about it.
_UNCLEAR = (5, 7)
_PLACES: dict[tuple[int, int], str] = {
    (-1, -1): "at the top left", (0, -1): "at the top", (1, -1): "at the top right",
    (-1, 0): "on the left", (0, 0): "in the middle", (1, 0): "on the right",
    (-1, 1): "at the bottom left", (0, 1): "at the bottom", (1, 1): "at the bottom right",
}  # fmt: skip
_ABSENT = 0.12
_TRIES = 60  # more than enough for fresh scenes; a scene already shown may have no plain place


def locate(rng: np.random.Generator, source: Source) -> Question:
    """The place beside another thing if there is one, else in the picture; or that there is no such thing."""
    if rng.random() < 0.5:
        scene = any_scene(rng, source, ("relation", "relation", "relation", "inside", "between"))
        return _absent(rng, scene, _BESIDE) if asks_for_absent(rng, source, _ABSENT) else _beside(rng, scene)
    for _ in range(_TRIES):
        scene = any_scene(rng, source, ("single", "single", "single", "relation"))
        item = pick(rng, scene.items)
        place = place_in_picture(item)
        if place is not None:
            wordings = _IN_PICTURE if len(scene.items) > 1 else _BESIDE + _IN_PICTURE
            if asks_for_absent(rng, source, _ABSENT):
                return _absent(rng, scene, wordings)
            return _question(scene, pick(rng, wordings), item.thing, (place,))
    raise Unfit


def place_in_picture(item: Item) -> str | None:
    """The ninth of the picture that holds the item's centre; None if it is not plain which."""
    steps = round(item.x * LATTICE), round(item.y * LATTICE)
    if any(step in _UNCLEAR for step in steps):
        return None
    column, row = ((step > LATTICE // 2) - (step < LATTICE // 2) for step in steps)
    return _PLACES[column, row]


def _beside(rng: np.random.Generator, scene: Scene) -> Question:
    first, second, *third = (item.thing for item in scene.items)
    relation = scene.relation or ""
    if relation in OPPOSITES and rng.random() < 0.5:
        first, second, relation = second, first, OPPOSITES[relation]
    places = [f"{RELATIONS[relation]} the {second}"]
    if third:
        places = [f"between the {one} and the {other}" for one, other in ((second, third[0]), (third[0], second))]
    return _question(scene, pick(rng, _BESIDE), first, tuple(places))


def _question(scene: Scene, frame: str, thing: str, places: tuple[str, ...]) -> Question:
    said = [f"{start} {place}." for start in (f"The {thing} is", "It is") for place in places]
    return Question((scene,), frame.format(thing), tuple(map(sentence, places)), tuple(said))


def _absent(rng: np.random.Generator, scene: Scene, wordings: tuple[str, ...]) -> Question:
    thing = absent_thing(rng, scene)
    said = (none_of(thing), f"There is no {thing}.")
    return Question((scene,), pick(rng, wordings).format(thing), said, said)
