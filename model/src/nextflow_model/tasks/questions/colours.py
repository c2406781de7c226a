"""What colour is it?"""

import numpy as np

from nextflow_model.tasks.questions.asked import Question, Source, any_scene, asks_for_absent
from nextflow_model.tasks.questions.naming import absent_thing, is_are, named, none_of, one_of
from nextflow_model.tasks.statements import sentence
from nextflow_model.world.sampling import pick

_ASKED = (
    "What colour {verb} {name}?", "What color {verb} {name}?", "Which colour {has} {name} have?",
    "Tell me the colour of {name}.", "What is the colour of {name}?", "Which color {verb} {name}?",
)  # fmt: skip
_ABSENT = 0.15


def name_colour(rng: np.random.Generator, source: Source) -> Question:
    """The colour of a thing; or that there is no such thing, however short the answer should be."""
    scene = any_scene(rng, source, ("single", "count", "relation", "inside", "between"))
    frame = pick(rng, _ASKED)
    if asks_for_absent(rng, source, _ABSENT):
        thing = absent_thing(rng, scene)
        said = none_of(thing)
        text = frame.format(verb="is", has="does", name=f"the {thing}")
        return Question((scene,), text, (said, f"There is no {thing}."), (said, f"There is no {thing}."))
    one = one_of(rng, scene)
    it = "It is" if one.count == 1 else "They are"
    text = frame.format(verb=is_are(one), has="does" if one.count == 1 else "do", name=named(one))
    said = sentence(f"{named(one)} {is_are(one)} {one.colour}")
    return Question((scene,), text, (sentence(one.colour),), (said, f"{it} {one.colour}."))
