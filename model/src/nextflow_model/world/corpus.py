"""Plain text about the world, to train the byte-pair tokenizer on."""

import numpy as np

from nextflow_model.world.captions import caption
from nextflow_model.world.palette import COLOUR_NAMES
from nextflow_model.world.sampling import pick, sample_scene
from nextflow_model.world.scene import ABILITIES
from nextflow_model.world.things import PLURALS, THINGS

# Later abilities (answering, editing, thinking, telling) share the tokenizer, so their words must be in it.
_SENTENCES: tuple[str, ...] = (
    "What colour is the {thing}?", "What color is the {thing}?", "How many {things} are there?",
    "How many {things} do you see in the picture?", "There are three {colour} {things}.",
    "Is there a {colour} {thing} in the picture?", "Yes, there is a {colour} {thing}.",
    "No, there is no {thing}.", "Where is the {thing}?", "The {thing} is to the left of the {other}.",
    "The {thing} is to the right of the {other}.", "The {thing} is above the {other}.",
    "The {thing} is below the {other}.", "What is inside the {thing}?", "What is between the {things}?",
    "Describe the picture.", "What do you see?", "I see a {colour} {thing} and a {hue} {other}.",
    "The picture shows {colour} {things} on a meadow.", "Which thing is larger, the {thing} or the {other}?",
    "The {thing} is {colour}.", "It is {colour}.", "What is the background?", "The background is white.",
    "Make the {thing} {colour}.", "Change the colour of the {thing} to {hue}.", "Remove the {thing}.",
    "Add a {colour} {thing} next to the {other}.", "Replace the {thing} with a {colour} {other}.",
    "Make the {thing} larger.", "Make the {thing} smaller.", "Move the {thing} to the left.",
    "Move the {thing} up a little.", "Put the {thing} in the middle.", "Turn the {thing} into a {other}.",
    "Change the background to night.", "Now make it {colour}.", "Keep everything else the same.",
    "Let me think. The user wants a {colour} {thing}.", "First I place the {thing}, then the {other}.",
    "The {thing} should be large and in the middle.", "I will draw {things} in {colour} and {hue}.",
    "The {other} goes below, so the {thing} must be near the top.", "Here is the picture you asked for.",
    "Once upon a time there was a little {colour} {thing}.", "The {thing} lived near a {hue} {other}.",
    "One day the {thing} met a {colour} {other}.", "Then the sun went down and the moon came up.",
    "The {colour} {thing} was happy.", "They looked at the stars together.", "And that was the end of the story.",
    "In the morning the {thing} saw two {hue} {others}.", "Next, the {thing} went to the beach.",
    "Draw the next picture of the story.", "Draw the same {thing} again, but at night.",
    "The answer is {number}.", "{number} {things}, all of them {colour}.", "A {colour} {thing}, a {hue} {other}.",
)  # fmt: skip
_NUMBERS = ("one", "two", "three", "four", "zero", "none", "five", "1", "2", "3", "4")
_GENERIC_SHARE = 0.15


def captions_corpus(n: int, seed: int) -> list[str]:
    """`n` lines, one text each: captions of training scenes and sentences of abilities to come."""
    rng = np.random.default_rng(seed)
    return [_sentence(rng) if rng.random() < _GENERIC_SHARE else _caption(rng) for _ in range(n)]


def _caption(rng: np.random.Generator) -> str:
    return str(caption(sample_scene(rng, pick(rng, ABILITIES), "train"), rng))


def _sentence(rng: np.random.Generator) -> str:
    thing, other = pick(rng, THINGS), pick(rng, THINGS)
    return pick(rng, _SENTENCES).format(
        thing=thing, things=PLURALS[thing], other=other, others=PLURALS[other],
        colour=pick(rng, COLOUR_NAMES), hue=pick(rng, COLOUR_NAMES), number=pick(rng, _NUMBERS),
    )  # fmt: skip
