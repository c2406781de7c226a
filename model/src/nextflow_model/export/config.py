"""The model's config.json as the exporter needs it."""

import json
from dataclasses import dataclass
from pathlib import Path

SAMPLER_CANDIDATES = 1024  # the sampler never looks past the best 1,024 codes of a position
TEXT_CANDIDATES = 256


@dataclass(frozen=True)
class ModelConfig:
    """Sizes of one model. `raw` is the whole config.json, from which bundle.json is written."""

    raw: dict
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    head_dim: int
    intermediate_size: int
    rms_norm_eps: float
    scale_length_gain: float
    text_vocab_size: int
    visual_vocab_size: int
    semantic_code_dim: int
    pixel_code_dim: int
    max_scales: int

    @property
    def code_dim(self) -> int:
        """Width of a visual code: semantic columns, then pixel columns."""
        return self.semantic_code_dim + self.pixel_code_dim

    @property
    def key_value_width(self) -> int:
        return self.num_key_value_heads * self.head_dim

    @property
    def sampler_candidates(self) -> int:
        return min(self.visual_vocab_size, SAMPLER_CANDIDATES)

    @property
    def text_candidates(self) -> int:
        return min(self.text_vocab_size, TEXT_CANDIDATES)

    @property
    def visual_tokenizer(self) -> dict:
        return self.raw["visual_tokenizer"]

    @property
    def stride(self) -> int:
        """Pixels along one side of a cell of the final grid."""
        return self.visual_tokenizer["stride"]


def read_config(path: Path) -> ModelConfig:
    raw = json.loads(path.read_text(encoding="utf-8"))
    sizes = {name: raw[name] for name in ModelConfig.__dataclass_fields__ if name != "raw"}
    return ModelConfig(raw=raw, **sizes)
