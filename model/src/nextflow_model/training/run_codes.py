"""The visual tokenizer that a run's transformer was trained with."""

from pathlib import Path

from nextflow_model.checkpoint import WEIGHTS_FILE, load_checkpoint
from nextflow_model.config import ModelConfig
from nextflow_model.training.resume import load_state
from nextflow_model.training.transformer import CODES_FILE
from nextflow_model.visual_tokenizer.model import VisualTokenizer
from nextflow_model.weights import build_modules


def visual_tokenizer_of(run: Path, config: ModelConfig) -> VisualTokenizer:
    """The newest of the run's own training; in a run that started from a checkpoint the one that it took over."""
    trained = load_state(run / CODES_FILE)
    if trained is not None:
        tokenizer = VisualTokenizer(config.visual_tokenizer)
        tokenizer.load_state_dict(trained["network"])
        return tokenizer
    if not (run / "checkpoint" / WEIGHTS_FILE).exists():
        raise SystemExit(f"{run} lacks the state of one of the trainings")
    _, tokenizer = build_modules(*load_checkpoint(run / "checkpoint"))
    return tokenizer
