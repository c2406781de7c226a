"""The reward of a picture: 1 if the judge finds nothing wrong with it, a half at most otherwise."""

from nextflow_model.judge import Found, Reading, check
from nextflow_model.judge.relations import holds
from nextflow_model.world import Demands, Wanted

WRONG_AT_MOST = 0.5  # keeps every right picture clear of every wrong one, however nearly right that is


def reward(reading: Reading, demands: Demands) -> float:
    """Partial credit: the share of demands met (each thing, the relation, the background), less the surplus things.

    What stands in the place of something wanted is no surplus: it is punished already, by what is not met.
    """
    if check(reading, demands).right:
        return 1.0
    met = sum(_best_likenesses(reading, wanted) for wanted in demands.wanted)
    asked = sum(wanted.count for wanted in demands.wanted)
    surplus = max(0, len(reading.found) - asked)
    if demands.relation is not None:
        asked += 1
        met += _related(reading, demands)
    if demands.background is not None:
        asked += 1
        met += reading.background == demands.background
    return WRONG_AT_MOST * max(0.0, (met - surplus) / asked)


def _best_likenesses(reading: Reading, wanted: Wanted) -> float:
    """0..count; one thing may count for several demands, since this only orders wrong pictures among each other."""
    likenesses = sorted((_likeness(one, wanted) for one in reading.found), reverse=True)
    return sum(likenesses[: wanted.count])


def _likeness(one: Found, wanted: Wanted) -> float:
    """A third each for thing, colour and size; nothing for what cannot be recognised."""
    if not one.recognised:
        return 0.0
    return (
        (one.thing == wanted.thing) + (one.colour == wanted.colour) + (wanted.size in (None, one.size))
    ) / 3  # fmt: skip


def _related(reading: Reading, demands: Demands) -> bool:
    """Whether the first thing that fits each demand exactly makes the relation hold."""
    fitting = [[one for one in reading.found if _likeness(one, wanted) == 1] for wanted in demands.wanted]
    return all(fitting) and holds(demands.relation, tuple(found[0] for found in fitting))
