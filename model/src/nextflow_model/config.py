"""The model configuration: one JSON file beside the weights, read into frozen records."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class VisualTokenizerConfig:
    """Networks of the dual-codebook visual tokenizer (NextFlow 2.1, 3.1).

    `*_widths` are the channels at strides 4, 8 and 16 pixels; `*_blocks` the residual blocks at each of them.
    `decoder_input` says whether the pixel decoder sees the pixel half of the features or both halves.
    """

    stride: int
    semantic_code_dim: int
    pixel_code_dim: int
    visual_vocab_size: int
    semantic_distance_weight: float
    pixel_encoder_widths: tuple[int, int, int]
    pixel_encoder_blocks: tuple[int, int, int]
    semantic_encoder_widths: tuple[int, int, int]
    semantic_encoder_blocks: tuple[int, int, int]
    decoder_widths: tuple[int, int, int]
    decoder_blocks: tuple[int, int, int]
    decoder_input: str
    norm_groups: int
    semantic_decoder_width: int
    thing_classes: int
    colour_classes: int

    @staticmethod
    def read(section: dict) -> "VisualTokenizerConfig":
        return VisualTokenizerConfig(**{k: tuple(v) if isinstance(v, list) else v for k, v in section.items()})


@dataclass(frozen=True)
class ModelConfig:
    """The decoder-only transformer and everything a caller must know to use it (names as in the checkpoint).

    `levels` are the scale counts and `final_grids` the rows of the published table that it is trained for. With
    `reads_last_scale` a picture that others follow ends in one more block, the codes of its last scale.
    `place_features` is how many frequencies tell a block's inputs where in the picture they stand; 0: rotary positions
    alone do.
    """

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    head_dim: int
    intermediate_size: int
    rms_norm_eps: float
    rope_theta: float
    rope_assignment: str
    rope_range: float
    scale_length_gain: float
    text_vocab_size: int
    visual_vocab_size: int
    semantic_code_dim: int
    pixel_code_dim: int
    max_scales: int
    levels: list[int]
    special_tokens: dict[str, int]
    templates: dict[str, list[dict[str, str]]]
    sampling: dict[str, float]
    max_prompt_tokens: int
    visual_tokenizer: VisualTokenizerConfig = field(repr=False)
    final_grids: list[list[int]] = field(default_factory=lambda: [[64, 64]])
    reads_last_scale: bool = False
    place_features: int = 0

    @property
    def code_dim(self) -> int:
        return self.semantic_code_dim + self.pixel_code_dim

    @staticmethod
    def read(values: dict) -> "ModelConfig":
        """From the dictionary of config.json; unknown or missing names are an error."""
        section = VisualTokenizerConfig.read(values["visual_tokenizer"])
        return ModelConfig(**{**values, "visual_tokenizer": section})

    @staticmethod
    def open(path: str | Path) -> "ModelConfig":
        return ModelConfig.read(json.loads(Path(path).read_text("utf-8")))

    def to_dict(self) -> dict:
        return json.loads(json.dumps(asdict(self)))  # tuples become lists, as in the file
