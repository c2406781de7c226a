"""Who may look at whom when whole sequences are teacher-forced in one pass (NextFlow Fig. 5)."""

from torch import Tensor


def block_mask(groups: Tensor) -> Tensor:
    """True where position q may look at position k: k's group is not later than q's. [B, S] -> bool [B, 1, S, S]

    Each text token is a group of its own, and so is each scale's block. Padding stands at the right in a group later
    than all, so that nobody looks at it.
    """
    return (groups[:, None, :] <= groups[:, :, None])[:, None]
