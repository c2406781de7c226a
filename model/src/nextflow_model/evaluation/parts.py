"""An examination in parts, so that several processes can share it."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import torch

from nextflow_model.evaluation.artist import Answerer, Artist, Loading
from nextflow_model.evaluation.examination import Answer, examine, questions

PART = 32  # questions, two batches of pictures


@dataclass(frozen=True)
class Part:
    """Some questions of one ability."""

    ability: str
    numbers: range
    seed: int
    split: str


@dataclass(frozen=True)
class Examined:
    """`seconds` of CPU time, the making of the questions included."""

    answers: list[Answer]
    seconds: float


def parts_of(ability: str, count: int, seed: int, split: str) -> list[Part]:
    return [Part(ability, range(start, min(start + PART, count)), seed, split) for start in range(0, count, PART)]


def examine_part(artist: Answerer, part: Part) -> Examined:
    started = time.process_time()
    asked = questions(part.ability, part.numbers, part.seed, part.split)
    return Examined(examine(artist, asked, part.seed), time.process_time() - started)


def examine_in_processes(loading: Loading, parts: list[Part], workers: int, threads: int) -> Iterator[Examined]:
    """In the order of the parts. A worker loads the checkpoint once."""
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (loading, threads)) as pool:
        yield from pool.map(_work, parts)


_artist: Artist


def _start(loading: Loading, threads: int) -> None:
    global _artist
    torch.set_num_threads(threads)
    _artist = Artist(loading)


def _work(part: Part) -> Examined:
    return examine_part(_artist, part)
