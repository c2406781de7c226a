"""Demands in a form in which two wordings of the same picture are equal."""

from nextflow_model.world import Demands, Wanted
from nextflow_model.world.scene import OPPOSITES


def normal(demands: Demands) -> Demands:
    """The same demands: only left of and above are left, and order that means nothing is sorted away."""
    wanted, relation = demands.wanted, demands.relation
    if relation is None:
        wanted = tuple(sorted(wanted, key=_order))
    elif relation in ("right of", "below"):
        wanted, relation = wanted[::-1], OPPOSITES[relation]
    elif relation == "between":
        wanted = (wanted[0], *sorted(wanted[1:], key=_order))
    return Demands(wanted, relation, demands.background)


def _order(wanted: Wanted) -> tuple[str, ...]:
    return wanted.thing, wanted.colour, wanted.size or "", str(wanted.count)
