"""A training budget in minutes: the schedule follows the share of the budget that is spent, not the step number.

So `--minutes` alone decides how long a run takes on whatever machine, and the rate always reaches zero.
"""

import math
import time
from collections.abc import Callable


class Budget:
    """Counts the seconds of this run and of the runs it resumes. `clock` gives monotonic seconds."""

    def __init__(self, minutes: float, spent_seconds: float = 0.0, clock: Callable[[], float] = time.monotonic):
        self.total_seconds = minutes * 60
        self._clock = clock
        self._start = clock() - spent_seconds

    def spent_seconds(self) -> float:
        return self._clock() - self._start

    def share(self) -> float:
        """0 at the start, 1 when the budget is spent."""
        return min(1.0, self.spent_seconds() / self.total_seconds)


def rate_factor(share: float, warm_up: float = 0.02, flat_until: float = 0.4) -> float:
    """Learning rate as a share of its peak: linear warm-up, flat, then cosine to zero at share 1."""
    if share < warm_up:
        return max(share / warm_up, 0.02)
    if share < flat_until:
        return 1.0
    return 0.5 * (1 + math.cos(math.pi * (share - flat_until) / (1 - flat_until)))
