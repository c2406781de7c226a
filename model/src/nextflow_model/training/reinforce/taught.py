"""What a run of the two trainings left behind: where reinforcement starts from."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from nextflow_model.config import ModelConfig
from nextflow_model.sampler import Sampling
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.training.resume import load_state
from nextflow_model.training.run_codes import visual_tokenizer_of
from nextflow_model.training.transformer import STATE_FILE, TEXT_FILE, with_text_ids
from nextflow_model.transformer.model import Transformer
from nextflow_model.visual_tokenizer.model import VisualTokenizer


@dataclass(frozen=True)
class Taught:
    """The averaged transformer and the newest, frozen visual tokenizer."""

    config: ModelConfig
    sampling: Sampling
    text: TextTokenizer
    transformer: Transformer
    tokenizer: VisualTokenizer


def taught(config_path: str | Path, run: Path, sampling: dict[str, float], device: torch.device) -> Taught:
    """`sampling` overrides the config's own values, and goes into the checkpoint: a policy is one of its sampler."""
    text = TextTokenizer.open(run / TEXT_FILE)
    config = ModelConfig.read(with_text_ids(ModelConfig.open(config_path).to_dict(), text))
    chosen = Sampling(**{**config.sampling, **sampling})
    config = replace(config, sampling=asdict(chosen))
    drawing = load_state(run / STATE_FILE)
    if drawing is None:
        raise SystemExit(f"{run} lacks the state of one of the trainings")
    transformer, tokenizer = Transformer(config), visual_tokenizer_of(run, config)
    transformer.load_state_dict(drawing["average"])
    return Taught(
        config, chosen, text, transformer.to(device), tokenizer.to(device).eval().requires_grad_(False)
    )  # fmt: skip
