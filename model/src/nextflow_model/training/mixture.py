"""Which tasks the transformer is taught, in which shares, and how a condition is dropped for guidance."""

from dataclasses import replace

import numpy as np

from nextflow_model.guidance import kept_pictures
from nextflow_model.schedule import code_count
from nextflow_model.tasks.exchange import Exchange, Picture, Turn
from nextflow_model.training.sequences import ends_drawn
from nextflow_model.training.tasks_by_name import TASKS

Grid = tuple[int, int]

DROPPED_SHARE = 0.1  # teaches the unconditional row of guidance


def parse_mixture(text: str) -> dict[str, float]:
    """ "draw=3,edit=1" -> shares that add up to one."""
    shares = {name: float(share) for name, share in (part.split("=") for part in text.split(","))}
    unknown = shares.keys() - TASKS.keys()
    if unknown:
        raise ValueError(f"unknown tasks: {', '.join(sorted(unknown))}")
    return {name: share / sum(shares.values()) for name, share in shares.items()}


def training_exchanges(
    task: str, room: int, grids: list[Grid], generator: np.random.Generator, reads_last: bool = False
) -> list[Exchange]:
    """Fresh exchanges of one task, at least one, of about `room` places in all; some without their condition."""
    exchanges: list[Exchange] = []
    while room > 0:
        exchange = TASKS[task](generator, "train")
        if generator.random() < DROPPED_SHARE:
            exchange = without_condition(exchange, generator)
        exchanges.append(exchange)
        room -= estimated_length(exchange, grids, reads_last)
    return exchanges


def estimated_length(exchange: Exchange, grids: list[Grid], reads_last: bool = False) -> int:
    """About how many places the exchange takes: a token of text is some four letters long."""
    parts = [part for turn in exchange.turns for part in turn.parts]
    pictures = sum(map(_is_picture, parts))
    letters = sum(len(part.text) for part in parts if not _is_picture(part))
    closed = pictures - ends_drawn(exchange) if reads_last else 0
    codes = pictures * code_count(grids) + closed * grids[-1][0] * grids[-1][1]
    return 5 * len(exchange.turns) + letters // 4 + pictures + codes


def without_condition(exchange: Exchange, generator: np.random.Generator) -> Exchange:
    """The unconditional row of one of the answers' pictures: no text at all, but some given pictures stay.

    An exchange that answers without a picture is returned as it is: text is never guided.
    """
    drawn = [
        (number, part)
        for number, turn in enumerate(exchange.turns)
        if turn.role == "assistant"
        for part in turn.parts
        if _is_picture(part)
    ]
    if not drawn:
        return exchange
    number, chosen = drawn[int(generator.integers(len(drawn)))]
    shown = tuple(kept_pictures(exchange.turns[:number], _is_picture))
    return replace(exchange, turns=(Turn("user", shown), Turn("assistant", (chosen,))))


def _is_picture(part) -> bool:
    return isinstance(part, Picture)
