"""Rewards on fixed prompts with fixed noise, so that before and after can be compared picture by picture."""

import numpy as np
import torch

from nextflow_model.config import ModelConfig
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.training.precision import autocast
from nextflow_model.training.reinforce.episodes import Plan, Rewarding
from nextflow_model.training.reinforce.prompts import training_prompts
from nextflow_model.training.reinforce.rollout import Rollout
from nextflow_model.transformer.model import Transformer

SEED = 2**63  # no step's generator or noise has it
DRAWN_AT_ONCE = 32  # prompts


def probe(
    network: Transformer, config: ModelConfig, text: TextTokenizer, plan: Plan, count: int, rewarding: Rewarding
) -> dict[str, float]:
    """One picture for each of `count` prompts of the training split."""
    generator = np.random.default_rng(SEED)
    rewards = []
    for start in range(0, count, DRAWN_AT_ONCE):
        prompts = training_prompts(config, text, min(DRAWN_AT_ONCE, count - start), generator)
        with autocast(network.lm_head.weight.device):
            rollout = Rollout(network, prompts, plan.grids, plan.sampling, SEED + start)
            rollout.draw(len(plan.grids))
            rewards.append(rewarding(rollout.codes, prompts.demands))
    earned = torch.cat(rewards)
    return {"prompts": count, "reward": earned.mean().item(), "right": (earned == 1).float().mean().item()}
