"""The loop: draw, judge, learn; three updates of beginnings for each one of ends."""

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from nextflow_model.checkpoint import save_checkpoint
from nextflow_model.schedule import scale_grids
from nextflow_model.training.budget import Budget
from nextflow_model.training.journal import Journal
from nextflow_model.training.precision import autocast
from nextflow_model.training.reinforce.episodes import Plan, prefix_episode, suffix_episode
from nextflow_model.training.reinforce.jury import Jury
from nextflow_model.training.reinforce.learner import Learner, Learning
from nextflow_model.training.reinforce.probe import probe
from nextflow_model.training.reinforce.prompts import training_prompts
from nextflow_model.training.reinforce.taught import taught
from nextflow_model.training.resume import load_state, save_state
from nextflow_model.training.transformer import TEXT_FILE
from nextflow_model.weights import module_tensors

STATE_FILE, JOURNAL_FILE, CHECKPOINT_FOLDER = "reinforce.pt", "reinforce.jsonl", "reinforced"


class Trainer:
    """All that a resumed run must find again lives in `state()`. A step is one rollout and its updates."""

    def __init__(self, options: argparse.Namespace, sampling: dict[str, float], learning: Learning):
        self.options, self.folder = options, Path(options.folder)
        self.device = torch.device(options.device)
        self.taught = taught(options.config, self.folder, sampling, self.device)
        grids = scale_grids(options.level or max(self.taught.config.levels))
        if not 1 <= options.prefix_scales < len(grids):
            raise SystemExit(f"--prefix-scales is to leave a rest: 1 to {len(grids) - 1} of {len(grids)}")
        self.plan = Plan(grids, self.taught.sampling, options.prefix_scales, options.group, options.suffixes)
        self.learner = Learner(self.taught.transformer, grids, self.taught.sampling, learning)
        self.jury = Jury(self.taught.tokenizer, grids, options.judges)
        self.journal = Journal(self.folder / JOURNAL_FILE)
        saved = load_state(self.folder / STATE_FILE)
        self.step = saved["step"] if saved else 0
        self.spent_seconds = saved["spent_seconds"] if saved and not options.new_budget else 0.0
        if saved:
            self.learner.load_state_dict(saved["learner"])

    def state(self) -> dict:
        return {
            "learner": self.learner.state_dict(), "step": self.step, "spent_seconds": self.spent_seconds,
        }  # fmt: skip

    def train_step(self) -> dict[str, float | str]:
        started, o = time.monotonic(), self.options
        generator = np.random.default_rng((o.seed, self.step))
        prompts = training_prompts(self.taught.config, self.taught.text, o.prompts, generator)
        part = "prefix" if self.step % (o.prefix_updates + o.suffix_updates) < o.prefix_updates else "suffix"
        drawing = {"prefix": prefix_episode, "suffix": suffix_episode}[part]
        with autocast(self.device):
            episode = drawing(self.learner.network, prompts, self.plan, (o.seed << 32) + self.step, self.jury)
        drawn = time.monotonic()
        seen = self.learner.learn(episode)
        self.step += 1
        return {
            "part": part,
            "reward": episode.rewards.mean().item(),
            "right": (episode.rewards == 1).float().mean().item(),
            "compared": (episode.advantages != 0).float().mean().item(),  # share of sequences with something to learn
            **seen,
            "seconds": time.monotonic() - started,
            "drawing_seconds": drawn - started,
        }

    def save(self) -> None:
        """The resumable state, and a checkpoint beside that of the training it started from."""
        save_state(self.folder / STATE_FILE, self.state())
        tensors = module_tensors(self.learner.network, self.taught.tokenizer)
        save_checkpoint(self.folder / CHECKPOINT_FOLDER, self.taught.config, tensors)
        self.taught.text.save(self.folder / CHECKPOINT_FOLDER / TEXT_FILE)

    def run(self) -> None:
        self._probe("before")
        budget = Budget(self.options.minutes, self.spent_seconds)  # probing is not training
        saved_at = self.spent_seconds
        while budget.share() < 1:
            seen = self.train_step()
            self.journal.write(step=self.step, **seen)
            self.spent_seconds = budget.spent_seconds()
            if self.spent_seconds - saved_at > self.options.save_seconds:
                self.save()
                saved_at = self.spent_seconds
        self.save()
        self._probe("after")
        self.jury.close()

    def _probe(self, when: str) -> None:
        if self.options.probe:
            t, count = self.taught, self.options.probe
            measured = probe(self.learner.network, t.config, t.text, self.plan, count, self.jury)
            self.journal.write(probe=when, step=self.step, **measured)
