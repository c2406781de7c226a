"""Which tasks the transformer is taught, in which shares, and how a condition is dropped for guidance."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nextflow_model.tasks.exchange import Exchange, Picture, Turn
from nextflow_model.training.tasks_by_name import TASKS

Sampler = Callable[[np.random.Generator, str], Exchange]

DROPPED_SHARE = 0.1  # teaches the unconditional row of guidance


def parse_mixture(text: str) -> dict[str, float]:
    """ "draw=3,edit=1" -> shares that add up to one."""
    shares = {name: float(share) for name, share in (part.split("=") for part in text.split(","))}
    unknown = shares.keys() - TASKS.keys()
    if unknown:
        raise ValueError(f"unknown tasks: {', '.join(sorted(unknown))}")
    return {name: share / sum(shares.values()) for name, share in shares.items()}


def training_exchanges(task: str, count: int, generator: np.random.Generator) -> list[Exchange]:
    """`count` fresh exchanges of one task, some of them without their condition."""
    exchanges = [TASKS[task](generator, "train") for _ in range(count)]
    return [without_condition(e, generator) if generator.random() < DROPPED_SHARE else e for e in exchanges]


def without_condition(exchange: Exchange, generator: np.random.Generator) -> Exchange:
    """The unconditional row of one of the answer's pictures: no text at all, but given pictures stay.

    An answer without a picture is returned as it is: text is never guided.
    """
    drawn = [part for turn in exchange.turns if turn.role == "assistant" for part in turn.parts if _is_picture(part)]
    if not drawn:
        return exchange
    shown = tuple(part for turn in exchange.turns if turn.role == "user" for part in turn.parts if _is_picture(part))
    chosen = drawn[int(generator.integers(len(drawn)))]
    return replace(exchange, turns=(Turn("user", shown), Turn("assistant", (chosen,))))


def _is_picture(part) -> bool:
    return isinstance(part, Picture)
