"""A prompt that needs inference, and how it is resolved."""

from dataclasses import dataclass

from nextflow_model.tasks.statements import thing_phrase
from nextflow_model.tasks.statements.words import PLACES, RELATIONS
from nextflow_model.world import Demands


@dataclass(frozen=True)
class Puzzle:
    """`prompt` asks for what `demands` say, `steps` are the sentences that resolve it.

    `key` names the inference together with what it is applied to; the split goes by it.
    """

    prompt: str
    steps: tuple[str, ...]
    demands: Demands
    key: str


def placed(phrase: str, demands: Demands) -> str:
    """The phrase in place of the first thing of the demands; the rest of the prompt is plain."""
    if demands.relation is not None:
        others = " and ".join(thing_phrase(wanted) for wanted in demands.wanted[1:])
        phrase = f"{phrase} {RELATIONS[demands.relation]} {others}"
    return phrase if demands.background is None else f"{phrase} {PLACES[demands.background]}"
