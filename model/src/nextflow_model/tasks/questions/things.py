"""What thing is it?"""

import numpy as np

from nextflow_model.tasks.questions.asked import Question, Source, any_scene
from nextflow_model.tasks.questions.naming import is_are, one_of, plural_of, shown
from nextflow_model.tasks.statements import sentence
from nextflow_model.tasks.statements.words import RELATIONS
from nextflow_model.world import Scene, Wanted
from nextflow_model.world.phrases import article
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES

_ONE = ("What thing is this?", "What is this?", "What kind of thing is in the picture?", "Which thing do you see?")
_SEVERAL = ("What are these?", "What things are these?", "Which things do you see?")
_OF_COLOUR = ("Which thing is {}?", "What is {} in the picture?", "Which thing here is {}?")


def name_thing(rng: np.random.Generator, source: Source) -> Question:
    """The kind of a lone thing, of a thing of some colour, or of a thing in some place beside another."""
    scene = any_scene(rng, source, ("single", "count", "relation", "relation", "inside", "between"))
    if len(shown(scene).wanted) == 1:
        return _alone(rng, scene)
    colours = [item.colour for item in scene.items]
    one = one_of(rng, scene)
    if scene.relation == "between" or (colours.count(one.colour) == 1 and rng.random() < 0.5):
        return _of_colour(rng, scene) if scene.relation != "between" else _between(scene)
    return _beside(rng, scene)


def _alone(rng: np.random.Generator, scene: Scene) -> Question:
    one = shown(scene).wanted[0]
    many = one.count > 1
    start = "They are" if many else "It is"
    return _question(scene, pick(rng, _SEVERAL if many else _ONE), one, start, "")


def _of_colour(rng: np.random.Generator, scene: Scene) -> Question:
    colours = [item.colour for item in scene.items]
    wanted = [one for one in shown(scene).wanted if colours.count(one.colour) == 1]
    one = pick(rng, tuple(wanted))
    question = _question(scene, pick(rng, _OF_COLOUR).format(one.colour), one, "It is", "")
    said = f"The {one.thing} is {one.colour}."
    return Question(question.scenes, question.text, question.shorts, (said, *question.sentences))


def _beside(rng: np.random.Generator, scene: Scene) -> Question:
    first, second = shown(scene).wanted
    relation = scene.relation or ""
    if relation in OPPOSITES and rng.random() < 0.5:
        first, second, relation = second, first, OPPOSITES[relation]
    place = f"{RELATIONS[relation]} the {second.thing}"
    return _question(scene, f"What is {place}?", first, None, f" {is_are(first)} {place}")


def _between(scene: Scene) -> Question:
    middle, one, other = shown(scene).wanted
    place = f"between the {one.thing} and the {other.thing}"
    return _question(scene, f"What is {place}?", middle, None, f" is {place}")


def _question(scene: Scene, text: str, one: Wanted, start: str | None, end: str) -> Question:
    name, coloured = (_named(one, colour) for colour in ("", f"{one.colour} "))
    said = tuple(sentence(f"{start} {phrase}{end}" if start else f"{phrase}{end}") for phrase in (name, coloured))
    more = (sentence(f"it is {name}"), sentence(f"it is {coloured}")) if start is None else ()
    return Question((scene,), text, (sentence(name), sentence(coloured)), said + more)


def _named(one: Wanted, colour: str) -> str:
    phrase = colour + plural_of(one.thing, one.count)
    return phrase if one.count > 1 else f"{article(phrase)} {phrase}"
