"""Several processes that train one network: each makes batches of its own, and all step by the average gradient.

Processes of one thread each wait for each other once a step; the threads of one process do so in every operator.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import distributed, nn
from torch.multiprocessing import spawn


class Team:
    """Member `rank` of `size` processes; a team of one needs nobody. All members call the same methods in the same order."""

    def __init__(self, rank: int = 0, size: int = 1, meeting: Path | None = None):
        self.rank, self.size, self._parent = rank, size, os.getppid()
        if size > 1:
            where = f"file://{meeting}"
            distributed.init_process_group("gloo", where, timedelta(minutes=10), size, rank)

    def leads(self) -> bool:
        """Whether this member writes the files and the log."""
        return self.rank == 0

    def agreed(self, value: float) -> float:
        """The leader's value, for all. A member whose command was killed ends here instead of training on unseen."""
        if self.size == 1:
            return value
        if os.getppid() != self._parent:
            raise SystemExit("the command that started this training is gone")
        shared = torch.tensor([value], dtype=torch.float64)
        distributed.broadcast(shared, 0)
        return shared.item()

    def average_gradients(self, network: nn.Module) -> None:
        """Every member's gradients become the mean of all; where one has none, it counts as zero."""
        if self.size == 1:
            return
        parameters = list(network.parameters())
        flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
        distributed.all_reduce(flat)
        for p, gradient in zip(parameters, (flat / self.size).split([p.numel() for p in parameters]), strict=True):
            p.grad = gradient.view_as(p)


def together(size: int, work: Callable[[Team], None]) -> None:
    """Runs `work` (picklable) in `size` processes, or right here for one."""
    if size == 1:
        return work(Team())
    with TemporaryDirectory() as folder:
        spawn(_member, (size, Path(folder) / "meeting", work), nprocs=size)


def _member(rank: int, size: int, meeting: Path, work: Callable[[Team], None]) -> None:
    work(Team(rank, size, meeting))
    distributed.destroy_process_group()
