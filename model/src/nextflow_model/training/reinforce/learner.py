"""Moves the policy after an episode, and keeps the reference it may not stray from."""

import copy
from dataclasses import dataclass

import torch

from nextflow_model.sampler import Sampling
from nextflow_model.training.objective import scale_weights
from nextflow_model.training.precision import autocast
from nextflow_model.training.reinforce.branches import Grid
from nextflow_model.training.reinforce.episodes import Episode
from nextflow_model.training.reinforce.policy import log_probabilities
from nextflow_model.training.reinforce.surrogate import surrogate
from nextflow_model.transformer.model import Transformer

WARM_UP_UPDATES = 10  # Adam's first steps rest on few gradients


@dataclass(frozen=True)
class Learning:
    """`alpha` is that of PANW; with `exact_guidance` both rows of guidance are scored and learn (see `policy`)."""

    rate: float = 2e-5
    updates: int = 1  # per rollout
    clip: float = 0.2
    beta: float = 0.01
    alpha: float = 0.7
    exact_guidance: bool = False


class Learner:
    """`network` learns, `reference` is what it was at the very start of the run."""

    def __init__(self, network: Transformer, grids: list[Grid], sampling: Sampling, learning: Learning):
        self.network, self.grids, self.sampling, self.learning = network, grids, sampling, learning
        self.reference = copy.deepcopy(network).requires_grad_(False)
        self.optimizer = torch.optim.AdamW(
            network.parameters(), lr=learning.rate, betas=(0.9, 0.95), weight_decay=0.0
        )  # fmt: skip # the reference holds the weights, not zero
        self.updates = 0

    def learn(self, episode: Episode) -> dict[str, float]:
        """-> the distance from the reference before the episode, and how many codes were clipped in its last update"""
        with torch.no_grad():
            reference = self._log_probabilities(self.reference, episode)
        first, last = episode.first_scale, episode.last_scale
        device = reference.device
        weights = scale_weights(self.grids[first - 1 : last], self.learning.alpha).to(device)  # PANW, [N]
        advantages, old, seen = episode.advantages.to(device), None, []
        for _ in range(self.learning.updates):
            new = self._log_probabilities(self.network, episode)
            old = new.detach() if old is None else old
            seen.append(
                surrogate(new, old, reference, advantages, weights, self.learning.clip, self.learning.beta)
            )  # fmt: skip
            self._update(seen[-1].loss)
        return {"kl": seen[0].kl, "clip_share": seen[-1].clip_share}

    def _log_probabilities(self, model: Transformer, episode: Episode) -> torch.Tensor:
        guidance = self.sampling.guidance if self.learning.exact_guidance else 0.0
        with autocast(model.lm_head.weight.device):
            return log_probabilities(model, episode, self.grids, self.sampling.temperature, guidance)

    def _update(self, loss: torch.Tensor) -> None:
        self.updates += 1
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning.rate * min(1.0, self.updates / WARM_UP_UPDATES)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()

    def state_dict(self) -> dict:
        return {
            "network": self.network.state_dict(), "reference": self.reference.state_dict(),
            "optimizer": self.optimizer.state_dict(), "updates": self.updates,
        }  # fmt: skip

    def load_state_dict(self, saved: dict) -> None:
        self.network.load_state_dict(saved["network"])
        self.reference.load_state_dict(saved["reference"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.updates = saved["updates"]
