"""From logits to codes: guidance, top-k, top-p and one given uniform per position. Deterministic, bit for bit.

The order of operations is a contract with the exported graph; do not "simplify" it.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

CANDIDATES = 1024  # only this many of the largest logits are ever considered


@dataclass(frozen=True)
class Sampling:
    """`guidance` is reached at the last scale; 0 turns the unconditional row off. `top_k` >= 1, 0 < `top_p` <= 1."""

    guidance: float
    temperature: float
    top_k: int
    top_p: float


def ramped_guidance(guidance: float, scale: int, scale_count: int) -> float:
    """No guidance at the first scale (1-based), all of it at the last (VAR)."""
    return guidance * (scale - 1) / (scale_count - 1) if scale_count > 1 else 0.0


def guide(conditional: Tensor, unconditional: Tensor, strength: float) -> Tensor:
    """(1 + t) * conditional - t * unconditional. [.., V]"""
    return (1 + strength) * conditional - strength * unconditional


def sample(logits: Tensor, sampling: Sampling, uniforms: Tensor) -> Tensor:
    """One code per position. logits float32 [n, V], uniforms float32 [n] in [0, 1) -> int64 [n]"""
    scaled = logits / sampling.temperature
    # stable: among equal logits the lower id comes first
    values, ids = torch.sort(scaled, dim=-1, descending=True, stable=True)
    count = min(logits.shape[-1], CANDIDATES, int(sampling.top_k))
    probabilities = torch.softmax(values[:, :count], dim=-1)  # [n, count]
    before = torch.cumsum(probabilities, dim=-1) - probabilities  # exclusive sums
    kept = probabilities * (before < sampling.top_p)
    inclusive = torch.cumsum(kept, dim=-1)
    reached = (inclusive > uniforms[:, None] * inclusive[:, -1:]) & (kept > 0)
    choice = reached.int().argmax(dim=-1, keepdim=True)  # the first true
    return ids.gather(1, choice)[:, 0]
