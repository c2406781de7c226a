"""Trains the transformer: `python -m nextflow_model.training.transformer --minutes 60`.

Needs the state of the visual tokenizer in the same folder, with its codes final, or a checkpoint to start from; writes
checkpoints that hold both.
"""

import argparse
from collections import defaultdict
from functools import partial
from pathlib import Path

import numpy as np
import torch

from nextflow_model.checkpoint import load_checkpoint, save_checkpoint
from nextflow_model.config import ModelConfig
from nextflow_model.tasks.corpus import captions_corpus
from nextflow_model.text.learn import learn_tokenizer
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.training.batches import Batch, BatchMaker
from nextflow_model.training.budget import Budget, rate_factor
from nextflow_model.training.compiled import compile_layers
from nextflow_model.training.journal import Journal
from nextflow_model.training.mixture import parse_mixture, training_exchanges
from nextflow_model.training.muon import Optimizers
from nextflow_model.training.objective import losses, scale_weights
from nextflow_model.training.precision import autocast
from nextflow_model.training.resume import load_state, save_state
from nextflow_model.training.schedules import step_schedule
from nextflow_model.training.take_over import take_over
from nextflow_model.training.team import Team, together
from nextflow_model.transformer.initial import initialise
from nextflow_model.transformer.model import Transformer
from nextflow_model.visual_tokenizer.model import VisualTokenizer
from nextflow_model.weights import build_modules, module_tensors

STATE_FILE, CODES_FILE, TEXT_FILE = "transformer.pt", "visual_tokenizer.pt", "tokenizer.json"


def is_hidden(name: str) -> bool:
    """Matrices between the embeddings and the head."""
    return ".layers." in name or "visual_connector.2" in name


def text_tokenizer(folder: Path, size: int) -> TextTokenizer:
    """The tokenizer of the run, learned on first use."""
    path = folder / TEXT_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        learn_tokenizer(captions_corpus(20_000, seed=0), size).save(path)
    return TextTokenizer.open(path)


def with_text_ids(values: dict, text: TextTokenizer) -> dict:
    """The config with the vocabulary size and the special ids that the text tokenizer ended up with."""
    names = {name: text.specials[f"<|{name}|>"] for name in values["special_tokens"]}
    return {**values, "text_vocab_size": text.size, "special_tokens": names}


class Trainer:
    """All that a resumed run must find again lives in `state()`."""

    def __init__(self, options: argparse.Namespace, team: Team | None = None):
        self.team = team or Team()
        torch.manual_seed(options.seed)
        self.options, self.folder = options, Path(options.folder)
        self.mixture = parse_mixture(options.mixture)
        values = ModelConfig.open(options.config).to_dict()
        text = text_tokenizer(self.folder, values["text_vocab_size"])
        self.config = ModelConfig.read(with_text_ids(values, text))
        self.tokenizer = self._frozen_tokenizer()
        self.maker = BatchMaker(self.config, text, self.tokenizer)
        self.network = Transformer(self.config)
        initialise(self.network, self.tokenizer.quantizer)
        if options.compile:
            compile_layers(self.network)
        self.average = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.optimizers = Optimizers(self.network, is_hidden, options.muon_rate, options.rate)
        self.step = self.sequences = 0
        self.journal = Journal(self.folder / "transformer.jsonl")
        saved = load_state(self.folder / STATE_FILE)
        self.budget = Budget(options.minutes, saved["spent_seconds"] if saved and not options.new_budget else 0.0)
        if saved:
            self._restore(saved)
        elif options.start_from:
            take_over(self.network, text, Path(options.start_from))
            self.average = {name: value.clone() for name, value in self.network.state_dict().items()}
        torch.manual_seed(options.seed + self.step * self.team.size + self.team.rank)  # chance is each member's own

    def _frozen_tokenizer(self) -> VisualTokenizer:
        """The run's own if it has one, else that of the checkpoint it starts from."""
        saved = load_state(self.folder / CODES_FILE)
        if saved is not None and saved["codes_final"]:
            tokenizer = VisualTokenizer(self.config.visual_tokenizer)
            tokenizer.load_state_dict(saved["network"])
        elif self.options.start_from:
            _, tokenizer = build_modules(*load_checkpoint(self.options.start_from))
        else:
            raise SystemExit("train the visual tokenizer first: its codes are not final")
        return tokenizer.eval().requires_grad_(False)

    def state(self) -> dict:
        return {
            "network": self.network.state_dict(), "average": self.average, "step": self.step,
            "sequences": self.sequences, "optimizers": self.optimizers.state_dict(),
            "spent_seconds": self.budget.spent_seconds(),
        }  # fmt: skip

    def _restore(self, saved: dict) -> None:
        self.network.load_state_dict(saved["network"])
        self.optimizers.load_state_dict(saved["optimizers"])
        self.average, self.step, self.sequences = saved["average"], saved["step"], saved["sequences"]

    def micro_batch(self, part: int) -> tuple[str, Batch]:
        """Sequences of one task and one schedule: they are about equally long, so little is padded.

        Task and schedule are the same for all members of the team, so that they take about equally long.
        """
        seed, number = self.options.seed, self.step * self.options.parts + part
        chance = np.random.default_rng((seed, number, self.team.size))
        task = str(chance.choice(list(self.mixture), p=list(self.mixture.values())))
        grids = step_schedule(self.options.levels or self.config.levels, self.config.final_grids, seed, number)
        own = np.random.default_rng((seed, number, self.team.size, 1 + self.team.rank))
        exchanges = training_exchanges(task, self.options.room, grids, own, self.config.reads_last_scale)
        return task, self.maker.batch(exchanges, grids)

    def train_step(self, share: float) -> dict[str, float]:
        """One step over `parts` micro-batches, at `share` of the budget. -> the loss of each kind of target, by task"""
        seen: dict[str, float] = {}
        for part in range(self.options.parts):
            task, batch = self.micro_batch(part)
            with autocast():
                parts = losses(self.network, batch, scale_weights(batch.grids))
            kinds = {"text": parts.text, "picture": parts.picture}
            present = {kind: loss for kind, loss in kinds.items() if loss is not None}
            (sum(present.values()) / self.options.parts).backward()
            seen |= {f"{task}_{kind}": loss.item() for kind, loss in present.items()}
            self.sequences += len(batch.ids) * self.team.size
        self.team.average_gradients(self.network)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizers.step(rate_factor(share, flat_until=self.options.flat_until))
        self.step += 1
        decay = min(self.options.average_decay, self.step / (self.step + 10))
        for name, value in self.network.state_dict().items():
            self.average[name].lerp_(value, 1 - decay)
        return seen

    def save(self) -> None:
        """The resumable state, and a checkpoint of the averaged weights with the newest pixel decoder."""
        save_state(self.folder / STATE_FILE, self.state())
        self.tokenizer = self._frozen_tokenizer()
        smooth = Transformer(self.config)
        smooth.load_state_dict(self.average)
        save_checkpoint(self.folder / "checkpoint", self.config, module_tensors(smooth, self.tokenizer))
        self.maker.text.save(self.folder / "checkpoint" / TEXT_FILE)

    def run(self) -> None:
        saved_at = logged_at = self.budget.spent_seconds()
        recent: dict[str, list[float]] = defaultdict(list)
        while (share := self.team.agreed(self.budget.share())) < 1:
            for kind, loss in self.train_step(share).items():
                recent[kind].append(loss)
            now = self.budget.spent_seconds()
            if not self.team.leads():
                continue
            if now - logged_at > self.options.log_seconds:
                means = {kind: sum(values) / len(values) for kind, values in sorted(recent.items())}
                self.journal.write(step=self.step, sequences=self.sequences, share=self.budget.share(), **means)
                logged_at, recent = now, defaultdict(list)
            if now - saved_at > self.options.save_seconds:
                self.save()
                saved_at = now
        if self.team.leads():
            self.save()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", default="configs/demo.json")
    parser.add_argument("--folder", default="runs/demo", help="state, log and checkpoint; a second start resumes")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--mixture", default="draw=1", help="shares of the tasks, for example draw=3,edit=2,question=1")
    parser.add_argument("--processes", type=int, default=1, help="each makes batches of its own")
    parser.add_argument("--threads", type=int, default=2, help="of each process")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--room", type=int, default=2600, help="tokens and codes of a micro-batch")
    parser.add_argument("--levels", type=int, nargs="*", help="those of the config to train; all if none is named")
    parser.add_argument("--parts", type=int, default=1, help="micro-batches of a step, each of one task")
    parser.add_argument("--rate", type=float, default=1.2e-3, help="AdamW's peak rate")
    parser.add_argument("--muon-rate", type=float, default=0.007)
    parser.add_argument("--flat-until", type=float, default=0.4, help="share of the budget at the peak rates")
    parser.add_argument("--average-decay", type=float, default=0.99, help="of the averaged weights that are shipped")
    parser.add_argument("--start-from", help="checkpoint of an earlier run, whose weights to take over")
    parser.add_argument("--new-budget", action="store_true", help="resume, but count the minutes from now")
    parser.add_argument("--compile", action="store_true", help="fuse what the layers do; needs a C++ compiler")
    parser.add_argument("--save-seconds", type=float, default=120)
    parser.add_argument("--log-seconds", type=float, default=20)
    return parser.parse_args()


def train(options: argparse.Namespace, team: Team) -> None:
    torch.set_num_threads(options.threads)
    Trainer(options, team).run()


def main() -> None:
    options = arguments()
    text_tokenizer(Path(options.folder), ModelConfig.open(options.config).text_vocab_size)  # learned once, for all
    together(options.processes, partial(train, options))


if __name__ == "__main__":
    main()
