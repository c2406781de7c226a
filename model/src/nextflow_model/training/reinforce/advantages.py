"""From rewards to advantages: middle returns of prefixes, and the comparison inside a group."""

import math

import torch
from torch import Tensor


def middle_return(rewards: Tensor, eta: float) -> Tensor:
    """Soft value of each prefix from its K sampled ends: eta * log(mean(exp(R / eta))) (VMR). [.., K] -> [..]"""
    return eta * (torch.logsumexp(rewards / eta, dim=-1) - math.log(rewards.shape[-1]))


def group_advantages(values: Tensor) -> Tensor:
    """(value - mean) / std inside each group; nothing where all are alike. [P, G] -> [P, G]"""
    centred = values - values.mean(dim=1, keepdim=True)
    spread = values.std(dim=1, keepdim=True, correction=0)
    return torch.where(spread > 1e-6, centred / spread.clamp_min(1e-6), 0.0)
