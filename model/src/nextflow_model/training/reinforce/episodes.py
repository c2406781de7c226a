"""Pictures drawn for one update, with the advantage of each: of beginnings (VMR), or of ends of one beginning."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from nextflow_model.sampler import Sampling
from nextflow_model.training.reinforce.advantages import group_advantages, middle_return
from nextflow_model.training.reinforce.branches import Grid
from nextflow_model.training.reinforce.choices import Choices
from nextflow_model.training.reinforce.prompts import Prompts
from nextflow_model.training.reinforce.rollout import Rollout
from nextflow_model.transformer.model import Transformer
from nextflow_model.world import Demands

Rewarding = Callable[[list[Tensor], list[Demands]], Tensor]  # codes K of [R, n_k], R demands -> [R]


@dataclass(frozen=True)
class Plan:
    """The first `prefix_scales` (m) scales are a picture's beginning; `suffixes` ends value each of them."""

    grids: list[Grid]
    sampling: Sampling
    prefix_scales: int = 4
    group: int = 8  # G, compared with each other
    suffixes: int = 2  # K of VMR
    eta: float = 1.0


@dataclass(frozen=True)
class Episode:
    """R sequences of which scales `first_scale`.. (1-based, one per entry of `choices`) are to be learned from."""

    prompts: Prompts
    rows: Tensor  # [R], the prompt of each
    codes: list[Tensor]  # of [R, n_k], up to the last scale that is learned from
    first_scale: int
    choices: list[Choices]
    advantages: Tensor  # [R]
    rewards: Tensor  # of every picture that was drawn, [R] or [R * suffixes]

    @property
    def last_scale(self) -> int:
        return len(self.codes)


def prefix_episode(model: Transformer, prompts: Prompts, plan: Plan, seed: int, rewarding: Rewarding) -> Episode:
    """G beginnings per prompt, each valued by the mean of what its ends earn."""
    rollout = Rollout(model, prompts, plan.grids, plan.sampling, seed)
    rollout.branch(plan.group)
    choices = rollout.draw(plan.prefix_scales)
    rows, codes = rollout.rows, list(rollout.codes)
    rollout.branch(plan.suffixes)
    rollout.draw(len(plan.grids) - plan.prefix_scales)
    rewards = rewarding(rollout.codes, [prompts.demands[row] for row in rollout.rows.tolist()])
    values = middle_return(rewards.unflatten(0, (-1, plan.suffixes)), plan.eta)
    advantages = group_advantages(values.unflatten(0, (-1, plan.group))).flatten()
    return Episode(prompts, rows, codes, 1, choices, advantages, rewards)


def suffix_episode(model: Transformer, prompts: Prompts, plan: Plan, seed: int, rewarding: Rewarding) -> Episode:
    """One beginning per prompt, which stays fixed, and G ends of it: they alone differ, so they alone are compared."""
    rollout = Rollout(model, prompts, plan.grids, plan.sampling, seed)
    rollout.draw(plan.prefix_scales)
    rollout.branch(plan.group)
    choices = rollout.draw(len(plan.grids) - plan.prefix_scales)
    rewards = rewarding(rollout.codes, [prompts.demands[row] for row in rollout.rows.tolist()])
    advantages = group_advantages(rewards.unflatten(0, (-1, plan.group))).flatten()
    return Episode(prompts, rollout.rows, rollout.codes, plan.prefix_scales + 1, choices, advantages, rewards)
