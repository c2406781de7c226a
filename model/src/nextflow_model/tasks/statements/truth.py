"""Whether a statement is true of a scene."""

from dataclasses import replace

from nextflow_model.tasks.statements.normal import normal
from nextflow_model.world import Demands, Scene, demands


def is_true_of(said: Demands, scene: Scene) -> bool:
    """Whether everything is named with its colour and number, and nothing said is false.

    Sizes, relation and background may be left unsaid.
    """
    shown = demands(scene)
    if said.background not in (None, scene.background):
        return False
    sizes = {(one.thing, one.colour, one.size) for one in shown.wanted}
    if any(one.size and (one.thing, one.colour, one.size) not in sizes for one in said.wanted):
        return False
    relation = shown.relation if said.relation else None
    return normal(_bare(said, said.relation)) == normal(_bare(shown, relation))


def _bare(demands: Demands, relation: str | None) -> Demands:
    return Demands(tuple(replace(one, size=None) for one in demands.wanted), relation, None)
