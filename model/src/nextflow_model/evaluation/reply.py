"""What was answered, as a reader sees it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Reply:
    """Texts and pictures (uint8 [H, W, 3]) in the order in which they were made."""

    parts: tuple[str | np.ndarray, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(part for part in self.parts if isinstance(part, str))

    @property
    def pictures(self) -> list[np.ndarray]:
        return [part for part in self.parts if not isinstance(part, str)]
