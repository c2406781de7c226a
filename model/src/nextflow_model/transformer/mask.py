"""Who may look at whom when a whole picture is teacher-forced in one pass (NextFlow Fig. 5)."""

import torch
from torch import Tensor


def group_numbers(text_length: int, grids: list[tuple[int, int]]) -> Tensor:
    """Order number of each position: every text token is its own group, every scale's block one group. [S]"""
    numbers = list(range(text_length))
    for step, (rows, columns) in enumerate(grids[1:]):  # scale 1 is predicted at <boi> and never an input
        numbers += [text_length + step] * (rows * columns)
    return torch.tensor(numbers)


def block_mask(groups: Tensor, padding: Tensor | None = None) -> Tensor:
    """True where position q may look at position k: k's group is not later than q's. [S] -> bool [B or 1, 1, S, S]

    `padding` [B] counts the unused positions at the left of each row. They may look at themselves only, so that
    no softmax is empty, and nobody looks at them.
    """
    length = groups.shape[0]
    mask = (groups[None, :] <= groups[:, None])[None, None]  # [1, 1, S, S]
    if padding is None:
        return mask
    real = torch.arange(length)[None, :] >= padding[:, None]  # [B, S]
    return (mask & real[:, None, None, :]) | torch.eye(length, dtype=torch.bool)[None, None]
