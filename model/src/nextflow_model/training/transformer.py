"""Trains the transformer: `python -m nextflow_model.training.transformer --minutes 60`.

Needs the state of the visual tokenizer in the same folder, with its codes final; writes checkpoints that hold both.
"""

import argparse
from pathlib import Path

import torch

from nextflow_model.checkpoint import save_checkpoint
from nextflow_model.config import ModelConfig
from nextflow_model.schedule import scale_grids
from nextflow_model.text.learn import learn_tokenizer
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.training.budget import Budget, rate_factor
from nextflow_model.training.captioned import CaptionedPictures
from nextflow_model.training.journal import Journal
from nextflow_model.training.muon import Optimizers
from nextflow_model.training.objective import picture_logits, picture_loss, scale_weights
from nextflow_model.training.resume import load_state, save_state
from nextflow_model.transformer.initial import initialise
from nextflow_model.transformer.model import Transformer
from nextflow_model.visual_tokenizer.model import VisualTokenizer
from nextflow_model.weights import module_tensors
from nextflow_model.world import captions_corpus

STATE_FILE, CODES_FILE, TEXT_FILE = "transformer.pt", "visual_tokenizer.pt", "tokenizer.json"


def is_hidden(name: str) -> bool:
    """Matrices between the embeddings and the head."""
    return ".layers." in name or "visual_connector.2" in name


def text_tokenizer(folder: Path, size: int) -> TextTokenizer:
    """The tokenizer of the run, learned on first use."""
    path = folder / TEXT_FILE
    if not path.exists():
        learn_tokenizer(captions_corpus(20_000, seed=0), size).save(path)
    return TextTokenizer.open(path)


def with_text_ids(values: dict, text: TextTokenizer) -> dict:
    """The config with the vocabulary size and the special ids that the text tokenizer ended up with."""
    names = {name: text.specials[f"<|{name}|>"] for name in values["special_tokens"]}
    return {**values, "text_vocab_size": text.size, "special_tokens": names}


class Trainer:
    """All that a resumed run must find again lives in `state()`."""

    def __init__(self, options: argparse.Namespace):
        torch.manual_seed(options.seed)
        self.options, self.folder = options, Path(options.folder)
        values = ModelConfig.open(options.config).to_dict()
        text = text_tokenizer(self.folder, values["text_vocab_size"])
        self.config = ModelConfig.read(with_text_ids(values, text))
        self.tokenizer = self._frozen_tokenizer()
        self.grids = scale_grids(max(self.config.levels))
        self.data = CaptionedPictures(self.config, text, self.tokenizer, self.grids, options.seed)
        self.network = Transformer(self.config)
        initialise(self.network, self.tokenizer.quantizer)
        self.average = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.optimizers = Optimizers(self.network, is_hidden, options.muon_rate, options.rate)
        self.weights, self.step = scale_weights(self.grids), 0
        self.journal = Journal(self.folder / "transformer.jsonl")
        saved = load_state(self.folder / STATE_FILE)
        self.budget = Budget(options.minutes, saved["spent_seconds"] if saved and not options.new_budget else 0.0)
        if saved:
            self._restore(saved)

    def _frozen_tokenizer(self) -> VisualTokenizer:
        saved = load_state(self.folder / CODES_FILE)
        if saved is None or not saved["codes_final"]:
            raise SystemExit("train the visual tokenizer first: its codes are not final")
        tokenizer = VisualTokenizer(self.config.visual_tokenizer)
        tokenizer.load_state_dict(saved["network"])
        return tokenizer.eval().requires_grad_(False)

    def state(self) -> dict:
        return {
            "network": self.network.state_dict(), "average": self.average, "step": self.step,
            "optimizers": self.optimizers.state_dict(), "spent_seconds": self.budget.spent_seconds(),
        }  # fmt: skip

    def _restore(self, saved: dict) -> None:
        self.network.load_state_dict(saved["network"])
        self.optimizers.load_state_dict(saved["optimizers"])
        self.average, self.step = saved["average"], saved["step"]

    def train_step(self) -> tuple[float, list[float]]:
        prompts, inputs, targets = self.data.batch(self.step, self.options.batch)
        logits = picture_logits(self.network, prompts, inputs, self.grids)
        loss, per_scale = picture_loss(logits, targets, self.weights)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizers.step(rate_factor(self.budget.share(), flat_until=self.options.flat_until))
        self.step += 1
        decay = min(0.99, self.step / (self.step + 10))
        for name, value in self.network.state_dict().items():
            self.average[name].lerp_(value, 1 - decay)
        return loss.item(), per_scale

    def save(self) -> None:
        """The resumable state, and a checkpoint of the averaged weights with the newest pixel decoder."""
        save_state(self.folder / STATE_FILE, self.state())
        self.tokenizer = self._frozen_tokenizer()
        smooth = Transformer(self.config)
        smooth.load_state_dict(self.average)
        save_checkpoint(self.folder / "checkpoint", self.config, module_tensors(smooth, self.tokenizer))
        self.data.text.save(self.folder / "checkpoint" / TEXT_FILE)

    def run(self) -> None:
        saved_at = logged_at = self.budget.spent_seconds()
        recent: list[float] = []
        while self.budget.share() < 1:
            loss, per_scale = self.train_step()
            recent.append(loss)
            now = self.budget.spent_seconds()
            if now - logged_at > 20:
                scales = {f"scale_{k}": value for k, value in enumerate(per_scale, start=1)}
                mean = sum(recent) / len(recent)
                sequences = self.step * self.options.batch
                self.journal.write(step=self.step, sequences=sequences, share=self.budget.share(), loss=mean, **scales)
                logged_at, recent = now, []
            if now - saved_at > self.options.save_seconds:
                self.save()
                saved_at = now
        self.save()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", default="configs/demo.json")
    parser.add_argument("--folder", default="runs/demo", help="state, log and checkpoint; a second start resumes")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--batch", type=int, default=24, help="sequences per step")
    parser.add_argument("--rate", type=float, default=3e-3, help="AdamW's peak rate")
    parser.add_argument("--muon-rate", type=float, default=0.02)
    parser.add_argument("--flat-until", type=float, default=0.4, help="share of the budget at the peak rates")
    parser.add_argument("--new-budget", action="store_true", help="resume, but count the minutes from now")
    parser.add_argument("--save-seconds", type=float, default=120)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    Trainer(options).run()


if __name__ == "__main__":
    main()
