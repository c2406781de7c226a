"""What a resolved riddle means for the picture."""

from nextflow_model.tasks.statements.words import NUMBER_WORDS
from nextflow_model.world import Wanted
from nextflow_model.world.phrases import article
from nextflow_model.world.things import PLURALS


def consequence(slot: str, wanted: Wanted) -> str:
    """The clause after the fact: ", so I need three stars"; what a fact says of the place needs none."""
    noun = PLURALS[wanted.thing] if wanted.count > 1 else wanted.thing
    verb = "are" if wanted.count > 1 else "is"
    clauses = {
        "number": f"I need {NUMBER_WORDS[wanted.count]} {noun}",
        "sum": f"I need {NUMBER_WORDS[wanted.count]} {noun}",
        "colour": f"the {noun} {verb} {wanted.colour}",
        "kind": f"I need {article(noun)} {noun}",
        "size": f"the {noun} {verb} {wanted.size}",
    }
    return f", so {clauses[slot]}" if slot in clauses else ""
