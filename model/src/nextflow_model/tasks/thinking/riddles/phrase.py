"""Puts plain and riddled attributes together into what a person would say."""

from collections.abc import Mapping

from nextflow_model.tasks.statements.words import NUMBER_WORDS
from nextflow_model.tasks.thinking.riddles.slots import Slot
from nextflow_model.world import Wanted
from nextflow_model.world.phrases import article
from nextflow_model.world.things import PLURALS


def riddled_phrase(wanted: Wanted, slots: Mapping[str, Slot]) -> str:
    """ "as many cups as a car has wheels in the colour of grass", "a red thing that swims"."""
    riddled_number = slots.get("number") or slots.get("sum")
    many = riddled_number is not None or wanted.count > 1
    noun = PLURALS[wanted.thing] if many else wanted.thing
    if "kind" in slots:
        noun = slots["kind"].asked
    size = wanted.size if wanted.size and "size" not in slots else None
    colour = wanted.colour if "colour" not in slots else None
    text = " ".join(word for word in (size, colour, noun) if word)
    if "number" in slots:
        text = f"as many {text} as {slots['number'].asked}"
    elif "sum" in slots:
        text = f"{slots['sum'].asked} {text}"
    else:
        text = f"{NUMBER_WORDS[wanted.count]} {text}" if wanted.count > 1 else f"{article(text)} {text}"
    if "colour" in slots:
        text = f"{text} in {slots['colour'].asked}"
    if "size" in slots:
        text = f"{text} of a size that is {slots['size'].asked}"
    return text
