"""Checks a reading against what a caption demands."""

from dataclasses import dataclass

from nextflow_model.judge.reading import Found, Reading
from nextflow_model.judge.relations import holds
from nextflow_model.world.demands import Demands, Wanted


@dataclass(frozen=True)
class Verdict:
    """`right` if nothing is wrong; `wrong` says in short English what is."""

    right: bool
    wrong: list[str]


def check(reading: Reading, demands: Demands) -> Verdict:
    """Whether a picture shows all that is demanded and nothing else."""
    wrong = [f"something unrecognisable at ({one.centre[0]:.2f}, {one.centre[1]:.2f})" for one in reading.unrecognised]
    left = [one for one in reading.found if one.recognised]
    matched: list[Found] = []
    for wanted in demands.wanted:
        taken = _take(wanted, left)
        matched.extend(taken)
        if len(taken) < wanted.count:
            wrong.append(f"{len(taken)} instead of {wanted.count}: {_name(wanted)}")
    wrong.extend(f"not asked for: {one.size} {one.colour} {one.thing}" for one in left)
    complete = len(matched) == len(demands.wanted)
    if demands.relation is not None and complete and not holds(demands.relation, tuple(matched)):
        wrong.append(f"not so: {demands.wanted[0].thing} {demands.relation} {demands.wanted[1].thing}")
    if reading.background is None:
        wrong.append("no known background")
    elif demands.background not in (None, reading.background):
        wrong.append(f"background {reading.background} instead of {demands.background}")
    return Verdict(not wrong, wrong)


def _take(wanted: Wanted, left: list[Found]) -> list[Found]:
    """Moves up to `wanted.count` fitting things out of `left`."""
    fitting = [
        one
        for one in left
        if (one.thing, one.colour) == (wanted.thing, wanted.colour) and wanted.size in (None, one.size)
    ][: wanted.count]
    for one in fitting:
        left.remove(one)
    return fitting


def _name(wanted: Wanted) -> str:
    return " ".join(word for word in (wanted.size, wanted.colour, wanted.thing) if word)
