"""Trains the visual tokenizer: `python -m nextflow_model.training.visual_tokenizer --minutes 25`.

Three stages by share of the budget (NextFlow 3.1, shrunk to minutes):
1. no quantization, until the encoders say something worth clustering; then k-means starts the codebooks;
2. everything together through the quantizer, straight-through gradients;
3. encoders and codebooks frozen (the codes are final from here on), the pixel decoder alone is refined.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor

from nextflow_model.checkpoint import load_checkpoint
from nextflow_model.config import ModelConfig
from nextflow_model.schedule import scale_grids
from nextflow_model.training.budget import Budget
from nextflow_model.training.codebook import CodebookAverages, quantize
from nextflow_model.training.journal import Journal
from nextflow_model.training.muon import Optimizers
from nextflow_model.training.pictures import picture_batch
from nextflow_model.training.precision import autocast
from nextflow_model.training.resume import load_state, save_state
from nextflow_model.training.schedules import batch_size, step_schedule
from nextflow_model.training.stages import Stages, resumed_seconds
from nextflow_model.training.tokenizer_check import tokenizer_check
from nextflow_model.visual_tokenizer.losses import commitment_loss, picture_loss, pixel_weights, semantic_loss
from nextflow_model.visual_tokenizer.model import VisualTokenizer
from nextflow_model.visual_tokenizer.quantizer import Grid
from nextflow_model.weights import build_modules

STATE_FILE = "visual_tokenizer.pt"
WARM_UP_LENGTH = 2.0  # length of each half before codes exist: about what six unit codes add up to


def is_hidden(name: str) -> bool:
    """3x3 kernels between the first and the last layer of a network."""
    return any(part in name for part in (".stages.", ".down.", ".up.", ".block."))


class Trainer:
    """All that a resumed run must find again lives in `state()`."""

    def __init__(self, config: ModelConfig, options: argparse.Namespace):
        torch.manual_seed(options.seed)
        self.options, self.levels = options, [options.scales] if options.scales else config.levels
        self.final_grids = config.final_grids
        self.network = VisualTokenizer(config.visual_tokenizer)
        self.optimizer = Optimizers(self.network, is_hidden, options.muon_rate, options.rate)
        self.codebook = CodebookAverages(self.network.quantizer)
        self.step, self.quantizing = 0, False
        self.folder = Path(options.folder)
        self.journal = Journal(self.folder / "visual_tokenizer.jsonl")
        saved = load_state(self.folder / STATE_FILE)
        spent = resumed_seconds(saved, options.new_budget, options.joint_minutes)
        self.budget = Budget(options.minutes, spent)
        self.stages = Stages(self.budget, options.joint_minutes)
        if saved:
            self._restore(saved)
        elif options.start_from:
            self._start_from(Path(options.start_from))

    def state(self) -> dict:
        return {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "quantizing": self.quantizing,
            "sums": self.codebook.sums,
            "counts": self.codebook.counts,
            "spent_seconds": self.budget.spent_seconds(),
            "codes_final": self.stages.codes_final(),
        }

    def _restore(self, saved: dict) -> None:
        self.network.load_state_dict(saved["network"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step, self.quantizing = saved["step"], saved["quantizing"]
        self.codebook.sums, self.codebook.counts = saved["sums"], saved["counts"]

    def _start_from(self, earlier: Path) -> None:
        """Take over all that fits of an earlier run, smaller or as large: of its state, or of a checkpoint.

        Blocks it lacks start as the identity. A checkpoint does not tell how often codes are used: all start alike.
        """
        saved = _state_of(earlier)
        own = self.network.state_dict()
        kept = {name: tensor for name, tensor in saved["network"].items() if tensor.shape == own[name].shape}
        self.network.load_state_dict(kept, strict=False)
        self.codebook, self.quantizing = CodebookAverages(self.network.quantizer), True
        if "sums" in saved:
            self.codebook.sums, self.codebook.counts = saved["sums"], saved["counts"]

    def kept_grids(self, grids: list[Grid]) -> list[Grid]:
        """Scales of this step: each but the last is dropped with the given probability."""
        kept = torch.rand(len(grids) - 1) >= self.options.scale_drop
        return [grid for grid, keep in zip(grids, kept) if keep] + [grids[-1]]

    def batch(self, step: int, grids: list[Grid]) -> tuple[Tensor, Tensor]:
        size = batch_size(self.options.batch, self.levels, grids)
        return picture_batch(self.options.seed, step, size, grids[-1])

    def start_quantizing(self) -> None:
        """k-means needs features of one size: those of the largest square stand for all."""
        grids = scale_grids(max(self.levels))
        with torch.no_grad():
            features = torch.cat([self.network.features(self.batch(10**6 + i, grids)[0]) for i in range(40)])
        self.codebook.start_from(features, grids)
        self.quantizing = True

    def losses(self, pixels: Tensor, labels: Tensor, grids: list[Grid]) -> dict[str, Tensor]:
        """Forward pass of the stage the budget is in; also moves the codebooks."""
        frozen = self.stages.codes_final()
        with torch.set_grad_enabled(not frozen), autocast():
            features = self.network.features(pixels)
        parts: dict[str, Tensor] = {}
        if self.quantizing:
            coded, rows, codes = quantize(self.network.quantizer, features, grids if frozen else self.kept_grids(grids))
            if not frozen:
                self.codebook.update(rows, codes)
                if self.step % 20 == 0 and self.stages.joint_share() < 0.7:
                    self.codebook.revive(rows)
                parts["commitment"] = commitment_loss(features, coded)
            # straight-through: the decoder sees codes, the encoders get its gradient
            features = coded if frozen else features + (coded - features).detach()
        else:
            c = self.network.config
            halves = features.split([c.semantic_code_dim, c.pixel_code_dim], dim=1)
            lengths = torch.stack([half.norm(dim=1) for half in halves])
            parts["length"] = 0.1 * (lengths - WARM_UP_LENGTH).square().mean()
        with autocast():
            decoded = self.network.decode_features(features)
        parts["picture"] = picture_loss(decoded.float(), pixels, pixel_weights(labels))
        if not frozen:
            with autocast():
                seen = self.network.semantic_decoder(features[:, : self.network.config.semantic_code_dim])
            parts["semantic"] = self.options.semantic_weight * semantic_loss(*(part.float() for part in seen), labels)
        return parts

    def train_step(self) -> dict[str, float]:
        if not self.quantizing and not self.stages.warming_up():
            self.start_quantizing()
        grids = step_schedule(self.levels, self.final_grids, self.options.seed, self.step)
        parts = self.losses(*self.batch(self.step, grids), grids)
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step(self.stages.rate_factor())
        self.step += 1
        return {name: part.item() for name, part in parts.items()}

    def check(self) -> dict:
        return tokenizer_check(self.network, scale_grids(max(self.levels)), self.options.seed + 1, self.quantizing)

    def run(self) -> None:
        saved_at = logged_at = self.budget.spent_seconds()
        while self.budget.share() < 1:
            parts = self.train_step()
            now = self.budget.spent_seconds()
            if now - logged_at > self.options.log_seconds:
                self.journal.write(step=self.step, share=self.budget.share(), **parts, **self.check())
                logged_at = now
            if now - saved_at > 60:
                save_state(self.folder / STATE_FILE, self.state())
                saved_at = now
        self.journal.write(step=self.step, share=1.0, **self.check())
        save_state(self.folder / STATE_FILE, self.state())


def _state_of(earlier: Path) -> dict:
    if earlier.is_dir():
        return {"network": build_modules(*load_checkpoint(earlier))[1].state_dict()}
    saved = load_state(earlier)
    if saved is None:
        raise SystemExit(f"{earlier}: no such state or checkpoint")
    return saved


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", default="configs/demo.json")
    parser.add_argument("--folder", default="runs/demo", help="state and log; a second start resumes")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--joint-minutes", type=float, default=18, help="stages 1 and 2; the rest refines the decoder")
    parser.add_argument("--new-budget", action="store_true", help="resume, but count the minutes from now")
    parser.add_argument("--start-from", help="state of an earlier run, or a checkpoint, to take over")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--batch", type=int, default=16, help="pictures per step")
    parser.add_argument("--rate", type=float, default=2e-3, help="AdamW's peak rate")
    parser.add_argument("--muon-rate", type=float, default=0.02)
    parser.add_argument("--log-seconds", type=float, default=20, help="each line costs a check on 64 pictures")
    parser.add_argument("--scales", type=int, default=0, help="one level; 0 = all levels of the config")
    parser.add_argument("--scale-drop", type=float, default=0.1, help="chance of each scale to be left out of a step")
    parser.add_argument("--semantic-weight", type=float, default=0.2)
    parser.add_argument("--decoder-input", choices=("pixel", "both"), help="overrides the config, for comparisons")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    values = ModelConfig.open(options.config).to_dict()
    if options.decoder_input:
        values["visual_tokenizer"]["decoder_input"] = options.decoder_input
    Trainer(ModelConfig.read(values), options).run()


if __name__ == "__main__":
    main()
