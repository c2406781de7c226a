"""Muon: momentum whose matrix is made nearly orthogonal before each step (Jordan et al., 2024).

Every direction of a weight matrix then learns at the same pace, which takes far fewer steps than AdamW on
hidden matrices. Vectors, embeddings, first and last layers stay with AdamW.
"""

import torch
from torch import Tensor, nn

from nextflow_model.training.precision import fast_dtype

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonalised(matrix: Tensor) -> Tensor:
    """Singular values driven to about one. [rows, columns] -> same shape

    In bfloat16 where that is fast: the iteration pulls towards one, so rounding does not add up.
    """
    return newton_schulz(matrix, fast_dtype(matrix.device))


def newton_schulz(matrix: Tensor, dtype: torch.dtype, iterations: int = 5) -> Tensor:
    """The iteration itself, computed in `dtype`. [rows, columns] -> same shape and type as given"""
    a, b, c = _COEFFICIENTS
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = (x / (x.norm() + 1e-7)).to(dtype)
    for _ in range(iterations):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    x = x.to(matrix.dtype)
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """For matrices and convolution kernels (taken as [out, in * height * width])."""

    def __init__(self, parameters: list[nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.01):
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    self._move(weight, group)

    def _move(self, weight: nn.Parameter, group: dict) -> None:
        state = self.state[weight]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(weight)
        state["momentum"].lerp_(weight.grad, 1 - group["momentum"])
        nesterov = weight.grad.lerp(state["momentum"], group["momentum"]).flatten(1)
        update = orthogonalised(nesterov)
        stretch = max(1.0, update.shape[0] / update.shape[1]) ** 0.5  # equal step size of outputs, tall or wide
        weight.mul_(1 - group["lr"] * group["weight_decay"])
        weight.add_(update.view_as(weight), alpha=-group["lr"] * stretch)


class Optimizers:
    """Muon for the named hidden matrices and AdamW for everything else, under one learning-rate factor."""

    def __init__(self, network: nn.Module, is_hidden, muon_rate: float, adam_rate: float):
        hidden = [p for name, p in network.named_parameters() if p.ndim >= 2 and is_hidden(name)]
        chosen = {id(p) for p in hidden}
        rest = [p for p in network.parameters() if id(p) not in chosen]
        self.parts = [
            (Muon(hidden, muon_rate), muon_rate),
            (torch.optim.AdamW(rest, adam_rate, betas=(0.9, 0.95), weight_decay=0.01), adam_rate),
        ]

    def step(self, factor: float) -> None:
        """One step at `factor` of the peak rates, then forget the gradients."""
        for optimizer, rate in self.parts:
            for group in optimizer.param_groups:
                group["lr"] = rate * factor
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict]:
        return [optimizer.state_dict() for optimizer, _ in self.parts]

    def load_state_dict(self, states: list[dict]) -> None:
        for (optimizer, _), state in zip(self.parts, states):
            optimizer.load_state_dict(state)
