"""Is it there, and is it so? About as often yes as no."""

import numpy as np

from nextflow_model.tasks.questions.asked import Question, Source, any_scene
from nextflow_model.tasks.questions.naming import absent_thing, is_are, named, one_of, other_colour, shown
from nextflow_model.tasks.statements import sentence
from nextflow_model.tasks.statements.words import RELATIONS
from nextflow_model.world import Scene
from nextflow_model.world.phrases import article
from nextflow_model.world.sampling import pick
from nextflow_model.world.scene import OPPOSITES

_ASKED = (
    "Is there {} in the picture?", "Is there {}?", "Do you see {}?", "Can you see {} in the picture?",
    "Does the picture show {}?",
)  # fmt: skip


def is_there(rng: np.random.Generator, source: Source) -> Question:
    """Whether the picture shows a thing; a question for a coloured thing is no if only the colour is wrong."""
    scene = any_scene(rng, source, ("single", "relation", "inside", "between"))
    one, there = one_of(rng, scene), bool(rng.random() < 0.5)
    thing, colour = (one.thing, one.colour) if there else (absent_thing(rng, scene), one.colour)
    coloured = bool(rng.random() < 0.5)
    if coloured and not there:
        thing, colour = pick(rng, ((one.thing, one.colour), (thing, one.colour)))
        colour = other_colour(rng, thing, colour)
    phrase = f"{colour} {thing}" if coloured else thing
    text = pick(rng, _ASKED).format(f"{article(phrase)} {phrase}")
    if there:
        return yes_or_no(scene, text, True, f"there is {article(phrase)} {phrase} in the picture", ("there is",))
    return yes_or_no(scene, text, False, f"there is no {phrase} in the picture", (f"there is no {phrase}",))


def is_so(rng: np.random.Generator, source: Source) -> Question:
    """Whether a thing has a colour, or stands in a relation to another."""
    scene = any_scene(rng, source, ("single", "count", "relation", "relation"))
    if scene.relation is not None and rng.random() < 0.6:
        return _in_relation(rng, scene)
    one = one_of(rng, scene)
    true = bool(rng.random() < 0.5)
    colour = one.colour if true else other_colour(rng, one.thing, one.colour)
    text = f"{is_are(one).capitalize()} {named(one)} {colour}?"
    it = "it is" if one.count == 1 else "they are"
    return yes_or_no(scene, text, true, f"{named(one)} {is_are(one)} {one.colour}", (f"{it} {one.colour}",))


def yes_or_no(scene: Scene, text: str, yes: bool, said: str, also: tuple[str, ...] = ()) -> Question:
    """A question whose answer starts with yes or no; `said` is what the full sentence adds."""
    word = "Yes" if yes else "No"
    return Question((scene,), text, (f"{word}.",), tuple(sentence(f"{word}, {rest}") for rest in (said, *also)))


def _in_relation(rng: np.random.Generator, scene: Scene) -> Question:
    first, second = shown(scene).wanted
    relation = scene.relation or ""
    if rng.random() < 0.5:
        first, second, relation = second, first, OPPOSITES[relation]
    true = bool(rng.random() < 0.5)
    asked = relation if true else pick(rng, tuple(other for other in OPPOSITES if other != relation))
    text = f"Is the {first.thing} {RELATIONS[asked]} the {second.thing}?"
    place = f"{RELATIONS[relation]} the {second.thing}"
    return yes_or_no(scene, text, true, f"the {first.thing} is {place}", (f"it is {place}",))
