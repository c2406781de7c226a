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

from nextflow_model.config import ModelConfig
from nextflow_model.schedule import scale_grids
from nextflow_model.training.budget import Budget, rate_factor
from nextflow_model.training.codebook import CodebookAverages, quantize
from nextflow_model.training.journal import Journal
from nextflow_model.training.muon import Optimizers
from nextflow_model.training.pictures import picture_batch
from nextflow_model.training.resume import load_state, save_state
from nextflow_model.visual_tokenizer.losses import commitment_loss, picture_loss, pixel_weights, semantic_loss
from nextflow_model.visual_tokenizer.model import VisualTokenizer

STATE_FILE = "visual_tokenizer.pt"
WARM_UP_SHARE = 0.08  # of the joint minutes
WARM_UP_LENGTH = 2.0  # length of each half before codes exist: about what six unit codes add up to


def is_hidden(name: str) -> bool:
    """3x3 kernels between the first and the last layer of a network."""
    return any(part in name for part in (".stages.", ".down.", ".up.", ".block."))


class Trainer:
    """All that a resumed run must find again lives in `state()`."""

    def __init__(self, config: ModelConfig, options: argparse.Namespace):
        torch.manual_seed(options.seed)
        self.options, self.grids = options, scale_grids(options.scales or max(config.levels))
        self.network = VisualTokenizer(config.visual_tokenizer)
        self.optimizer = Optimizers(self.network, is_hidden, options.muon_rate, options.rate)
        self.codebook = CodebookAverages(self.network.quantizer)
        self.step, self.quantizing = 0, False
        self.folder = Path(options.folder)
        self.journal = Journal(self.folder / "visual_tokenizer.jsonl")
        saved = load_state(self.folder / STATE_FILE)
        self.budget = Budget(options.minutes, saved["spent_seconds"] if saved else 0.0)
        self.started = bool(options.start_from)
        if saved:
            self._restore(saved)
        elif self.started:
            self._start_from(load_state(Path(options.start_from)))

    def state(self) -> dict:
        return {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "quantizing": self.quantizing,
            "sums": self.codebook.sums,
            "counts": self.codebook.counts,
            "spent_seconds": self.budget.spent_seconds(),
            "codes_final": self.codes_final(),
        }

    def _restore(self, saved: dict) -> None:
        self.network.load_state_dict(saved["network"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step, self.quantizing = saved["step"], saved["quantizing"]
        self.codebook.sums, self.codebook.counts = saved["sums"], saved["counts"]

    def _start_from(self, saved: dict) -> None:
        """Take over encoders and codebooks of an earlier run; the pixel decoder starts fresh."""
        kept = {name: tensor for name, tensor in saved["network"].items() if not name.startswith("pixel_decoder.")}
        self.network.load_state_dict(kept, strict=False)
        self.codebook.sums, self.codebook.counts, self.quantizing = saved["sums"], saved["counts"], True

    def joint_share(self) -> float:
        """Progress through stages 1 and 2: from 1 on the codes are final."""
        return self.budget.spent_seconds() / (60 * self.options.joint_minutes)

    def codes_final(self) -> bool:
        return self.joint_share() >= 1

    def rate_factor(self) -> float:
        """Each of the two halves of the budget has its own warm-up and decay; the joint one stops short of zero."""
        if not self.codes_final():
            return max(0.1, rate_factor(self.joint_share()))
        joint_seconds = 60 * self.options.joint_minutes
        refining = self.budget.spent_seconds() - joint_seconds
        return rate_factor(min(1.0, refining / max(1.0, self.budget.total_seconds - joint_seconds)))

    def kept_grids(self) -> list[tuple[int, int]]:
        """Scales of this step: each but the last is dropped with the given probability."""
        kept = torch.rand(len(self.grids) - 1) >= self.options.scale_drop
        return [grid for grid, keep in zip(self.grids, kept) if keep] + [self.grids[-1]]

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        return picture_batch(self.options.seed, step, self.options.batch, self.grids[-1])

    def start_quantizing(self) -> None:
        with torch.no_grad():
            features = torch.cat([self.network.features(self.batch(10**6 + i)[0]) for i in range(24)])
        self.codebook.start_from(features, self.grids)
        self.quantizing = True

    def losses(self, pixels: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """Forward pass of the stage the budget is in; also moves the codebooks."""
        # a fresh decoder on old encoders first learns alone: its early gradients would only harm them
        frozen = self.codes_final() or (self.started and self.joint_share() < WARM_UP_SHARE)
        with torch.set_grad_enabled(not frozen):
            features = self.network.features(pixels)
        parts: dict[str, Tensor] = {}
        if self.quantizing:
            coded, rows, codes = quantize(self.network.quantizer, features, self.grids if frozen else self.kept_grids())
            if not frozen:
                self.codebook.update(rows, codes)
                if self.step % 20 == 0 and self.joint_share() < 0.7:
                    self.codebook.revive(rows)
                parts["commitment"] = commitment_loss(features, coded)
            # straight-through: the decoder sees codes, the encoders get its gradient
            features = coded if frozen else features + (coded - features).detach()
        else:
            lengths = torch.stack(
                [half.norm(dim=1) for half in features.split(self.network.config.semantic_code_dim, 1)]
            )
            parts["length"] = 0.1 * (lengths - WARM_UP_LENGTH).square().mean()
        parts["picture"] = picture_loss(self.network.decode_features(features), pixels, pixel_weights(labels))
        if not frozen:
            semantic = features[:, : self.network.config.semantic_code_dim]
            parts["semantic"] = self.options.semantic_weight * semantic_loss(
                *self.network.semantic_decoder(semantic), labels
            )
        return parts

    def train_step(self) -> dict[str, float]:
        if not self.quantizing and self.joint_share() >= WARM_UP_SHARE:
            self.start_quantizing()
        parts = self.losses(*self.batch(self.step))
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step(self.rate_factor())
        self.step += 1
        return {name: part.item() for name, part in parts.items()}

    @torch.no_grad()
    def check(self) -> dict[str, float]:
        """PSNR in dB and cell accuracy on scenes of another seed, codebook use in codes."""
        pixels, labels = picture_batch(self.options.seed + 1, 0, 64, self.grids[-1])
        features = self.network.features(pixels)
        used = 0
        if self.quantizing:
            features, _, codes = quantize(self.network.quantizer, features, self.grids)
            used = len(codes.unique())
        error = (self.network.decode_features(features).clamp(-1, 1) - pixels).square().mean(dim=(1, 2, 3))
        thing, _ = self.network.semantic_decoder(features[:, : self.network.config.semantic_code_dim])
        hit = (thing.argmax(1) == labels[..., 0])[labels[..., 0] > 0].float().mean().item()
        return {"psnr": (10 * torch.log10(4 / error)).mean().item(), "thing_cells_right": hit, "codes_used": used}

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


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", default="configs/demo.json")
    parser.add_argument("--folder", default="runs/demo", help="state and log; a second start resumes")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--joint-minutes", type=float, default=18, help="stages 1 and 2; the rest refines the decoder")
    parser.add_argument("--start-from", help="state of an earlier run whose encoders and codebooks to take over")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--batch", type=int, default=16, help="pictures per step")
    parser.add_argument("--rate", type=float, default=2e-3, help="AdamW's peak rate")
    parser.add_argument("--muon-rate", type=float, default=0.02)
    parser.add_argument("--log-seconds", type=float, default=20, help="each line costs a check on 64 pictures")
    parser.add_argument("--scales", type=int, default=0, help="0 = the largest level of the config")
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
