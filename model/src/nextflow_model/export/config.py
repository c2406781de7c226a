"""The model's config.json as the exporter reads it, and the sizes that only graphs have."""

import json
from pathlib import Path

from nextflow_model.config import ModelConfig

SAMPLER_CANDIDATES = 1024  # the sampler never looks past the best 1,024 codes of a position
TEXT_CANDIDATES = 256

Grid = tuple[int, int]


def read_config(path: Path) -> tuple[ModelConfig, list[Grid]]:
    """The model, and the final grids its bundle offers: a choice of the bundle, so the model does not know it."""
    values = json.loads(path.read_text(encoding="utf-8"))
    final_grids = [tuple(grid) for grid in values.pop("final_grids", [[64, 64]])]
    return ModelConfig.read(values), final_grids


def sampler_candidates(config: ModelConfig) -> int:
    return min(config.visual_vocab_size, SAMPLER_CANDIDATES)


def text_candidates(config: ModelConfig) -> int:
    return min(config.text_vocab_size, TEXT_CANDIDATES)
