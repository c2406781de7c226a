"""The embedding of the number of scales K: how the transformer is told the resolution."""

import numpy as np

from nextflow_model.config import ModelConfig


def scale_count_table(config: ModelConfig) -> np.ndarray:
    """Row K is gain * sinusoid(K), sines then cosines; row 0 is zero, for tokens that open no picture.

    [max_scales + 1, D]
    """
    half = config.hidden_size // 2
    frequencies = 10_000.0 ** (-np.arange(half, dtype=np.float64) / half)
    angles = np.arange(config.max_scales + 1, dtype=np.float64)[:, None] * frequencies
    table = config.scale_length_gain * np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
    table[0] = 0
    return table.astype(np.float32)
