"""Comparing two pictures."""

import numpy as np

from nextflow_model.tasks.questions.asked import Pair, PairSource, Question, Unfit, any_scene
from nextflow_model.tasks.questions.backgrounds import NAMES
from nextflow_model.tasks.questions.changes import CHANGES, change_between, changed_pair
from nextflow_model.tasks.questions.describing import captioned
from nextflow_model.tasks.questions.naming import counted, is_are, named, plural_of, shown
from nextflow_model.tasks.statements.words import NUMBER_WORDS
from nextflow_model.world import Scene, sample_scene
from nextflow_model.world.phrases import article
from nextflow_model.world.sampling import pick
from nextflow_model.world.things import PLURALS

_DIFFERENT = (
    "What is different?", "What is different in the second picture?", "What has changed?",
    "What is the difference between the two pictures?", "Compare the two pictures. What is different?",
)  # fmt: skip
_SHORT = {"colour": "The colour.", "thing": "The thing.", "number": "The number.", "background": "The background."}
_BOTH = "{} in the first picture and {} in the second picture."
_ABILITIES = ("single", "count", "relation")


def difference(rng: np.random.Generator, source: PairSource) -> Question:
    """What one thing is different in the second picture; or that nothing is."""
    text = pick(rng, _DIFFERENT)
    change, pair = _changed(rng, source)
    if not change:
        said = ("The two pictures are the same.", "Nothing is different.")
        return Question(pair, text, ("Nothing.",), said)
    return Question(pair, text, (_SHORT[change],), (_BOTH.format(*_told(change, pair)),))


def _changed(rng: np.random.Generator, source: PairSource) -> tuple[str, Pair]:
    if not isinstance(source, str):
        return _fitting(change_between(source)), source
    if rng.random() < 0.15:
        scene = any_scene(rng, source, ("single", "count"))
        return "", (scene, scene)
    change = pick(rng, CHANGES)
    return change, changed_pair(rng, change, source)


def _fitting(change: str | None) -> str:
    if change is None:
        raise Unfit
    return change


def _told(change: str, pair: Pair) -> tuple[str, str]:
    one, other = (shown(scene).wanted[0] for scene in pair)
    if change == "colour":
        start = named(one)
        return f"{start[0].upper()}{start[1:]} {is_are(one)} {one.colour}", other.colour
    if change == "number":
        return f"There {is_are(one)} {counted(one.thing, one.count)}", NUMBER_WORDS[other.count]
    if change == "background":
        return f"The background is {NAMES[pair[0].background][0]}", NAMES[pair[1].background][0]
    names = [plural_of(each.thing, each.count) for each in (one, other)]
    names = [name if one.count > 1 else f"{article(name)} {name}" for name in names]
    return f"There {is_are(one)} {names[0]}", names[1]


def which_has_more(rng: np.random.Generator, source: PairSource) -> Question:
    """Which of two pictures shows more of a thing."""
    first, second = _numbers(rng, source)
    things, word = PLURALS[first.items[0].thing], pick(rng, ("more", "more", "fewer"))
    text = pick(rng, ("Which picture has {} {}?", "Which picture shows {} {}?", "In which picture are there {} {}?"))
    if len(first.items) == len(second.items):
        said = f"Both pictures have the same number of {things}."
        return Question((first, second), text.format(word, things), ("Neither.", "Both have the same number."), (said,))
    winner = "first" if (len(first.items) > len(second.items)) == (word == "more") else "second"
    short = (f"The {winner} picture.", f"The {winner} one.", f"The {winner}.")
    return Question((first, second), text.format(word, things), short, (f"The {winner} picture has {word} {things}.",))


def _numbers(rng: np.random.Generator, source: PairSource) -> Pair:
    if not isinstance(source, str):
        _same_thing(source)
        return source
    if rng.random() < 0.2:
        scene = sample_scene(rng, "count", source)
        return scene, scene
    return changed_pair(rng, "number", source)


def _same_thing(pair: Pair) -> None:
    if _fitting(change_between(pair)) == "thing":
        raise Unfit


def same_colour(rng: np.random.Generator, source: PairSource) -> Question:
    """Whether a thing has the same colour in both pictures."""
    if isinstance(source, str):
        pair = changed_pair(rng, pick(rng, ("colour", "colour", "background", "number")), source)
    else:
        _same_thing(source)
        pair = source
    one, other = (shown(scene).wanted[0] for scene in pair)
    name, verb = named(one), is_are(one)
    text = pick(rng, (f"{verb.capitalize()} {name} the same colour in both pictures?",
                      f"Do both pictures show {PLURALS[one.thing]} of the same colour?"))  # fmt: skip
    if one.colour == other.colour:
        return Question(pair, text, ("Yes.",), (f"Yes, {name} {verb} {one.colour} in both pictures.",))
    said = f"No, {name} {verb} {_BOTH.format(one.colour, other.colour)}"
    return Question(pair, text, ("No.",), (said,))


def one_of_two(rng: np.random.Generator, source: PairSource) -> Question:
    """A caption of the first or the second picture only."""
    drawn = isinstance(source, str)
    pair = (any_scene(rng, source, _ABILITIES), any_scene(rng, source, _ABILITIES)) if drawn else source
    which = int(rng.integers(2))
    frames = ("What is in the {} picture?", "Describe the {} picture.", "What does the {} picture show?")
    return captioned(pair, pick(rng, frames).format(("first", "second")[which]), pair[which])
