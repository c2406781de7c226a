"""The joint codebook: a semantic and a pixel half, each row of unit length in both."""

import numpy as np

from ..graph_builder import GraphBuilder
from ..weights import Weights
from .maps import resize_bicubic, rows_to_map

SMALLEST_LENGTH = np.float32(1e-12)


def unit_codebooks(weights: Weights) -> tuple[np.ndarray, np.ndarray]:
    """[V, Cs] and [V, Cp], rows of length 1."""
    names = (f"visual_tokenizer.quantizer.{half}_codebook.weight" for half in ("semantic", "pixel"))
    semantic, pixel = (_unit_rows(weights.read(name)) for name in names)
    return semantic, pixel


def upsampled_codes(graph: GraphBuilder, weights: Weights, codes: str, grid: str, full_grid: str) -> str:
    """codes [B, n] over `grid` -> their codebook rows resized to `full_grid`: [B, C, H, W]."""
    table = graph.initializer("unit_codebook", np.concatenate(unit_codebooks(weights), axis=1))
    rows = graph.op("Gather", table, codes, axis=0, name="code_rows")  # [B, n, C]
    return resize_bicubic(graph, rows_to_map(graph, rows, grid), full_grid)


def _unit_rows(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), SMALLEST_LENGTH)
