"""How many are there?"""

import numpy as np

from nextflow_model.tasks.questions.asked import Question, Source, any_scene
from nextflow_model.tasks.questions.naming import absent_thing, counted, none_of, one_of
from nextflow_model.tasks.statements import sentence
from nextflow_model.tasks.statements.words import NUMBER_WORDS
from nextflow_model.world import Scene
from nextflow_model.world.sampling import pick
from nextflow_model.world.things import PLURALS

_ASKED = (
    "How many {} are there?", "How many {} are in the picture?", "How many {} do you see?", "Count the {}.",
    "How many {} can you see?", "What is the number of {}?",
)  # fmt: skip
_ABSENT = 0.12
_ALTOGETHER = 0.12


def count_things(rng: np.random.Generator, source: Source) -> Question:
    """The number of things of a kind, or of all things; none is an answer too."""
    scene = any_scene(rng, source, ("count", "count", "count", "relation", "between"))
    frame, chance = pick(rng, _ASKED), rng.random()
    if chance < _ABSENT:
        thing = absent_thing(rng, scene)
        said = (none_of(thing), f"There are no {PLURALS[thing]} in the picture.", f"There is no {thing}.")
        return Question((scene,), frame.format(PLURALS[thing]), ("None.", "Zero.", said[0]), said)
    if chance < _ABSENT + _ALTOGETHER:
        return _question(scene, frame.format("things"), "thing", len(scene.items))
    one = one_of(rng, scene)
    colour = f"{one.colour} " if rng.random() < 0.25 else ""
    return _question(scene, frame.format(colour + PLURALS[one.thing]), one.thing, one.count, colour)


def _question(scene: Scene, text: str, thing: str, count: int, colour: str = "") -> Question:
    number, verb = NUMBER_WORDS[count], "is" if count == 1 else "are"
    phrase = _phrase(thing, count)
    _, name = phrase.split(" ", 1)
    said = f"There {verb} {number} {colour}{name}"
    ends = (" in the picture.", ".")
    plain = tuple(f"There {verb} {phrase}{end}" for end in ends) if colour else ()
    return Question((scene,), text, (sentence(number),), (*(said + end for end in ends), *plain))


def _phrase(thing: str, count: int) -> str:
    if thing == "thing":
        return f"{NUMBER_WORDS[count]} thing{'s' if count > 1 else ''}"
    return counted(thing, count)
