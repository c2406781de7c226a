"""code_quantizer: one scale of the encoder. It shrinks the residual, finds the nearest codes, subtracts them."""

import numpy as np

from nextflow_model.config import ModelConfig

from ..graph_builder import GraphBuilder
from ..weights import Weights
from .area import area_shrunk
from .codebook import unit_codebooks, upsampled_codes
from .maps import grid_of, map_to_rows


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights) -> GraphBuilder:
    shape = ["batch", config.code_dim, "height", "width"]
    residual = graph.input("residual", "float32", shape)
    grid = graph.input("grid", "int64", [2])
    rows = map_to_rows(graph, area_shrunk(graph, residual, grid))  # [B, n, C]
    codes = _nearest(graph, config, weights, rows)
    upsampled = upsampled_codes(graph, weights, codes, grid, grid_of(graph, residual))
    graph.output("codes", codes, "int64", ["batch", "position"])
    graph.output("updated_residual", graph.op("Sub", residual, upsampled), "float32", shape)
    return graph


def _nearest(graph: GraphBuilder, config: ModelConfig, weights: Weights, rows: str) -> str:
    """The code with the smallest weight * d_semantic^2 + d_pixel^2: [B, n, C] -> [B, n].

    Between unit vectors d^2 = 2 - 2 * dot, so one MatMul with the joint table decides.
    """
    semantic, pixel = unit_codebooks(weights)
    semantic_weight = np.float32(config.visual_tokenizer.semantic_distance_weight)
    table = np.concatenate([semantic_weight * semantic, pixel], axis=1)  # [V, C]
    sizes = graph.constant([config.semantic_code_dim, config.pixel_code_dim])
    halves = graph.ops("Split", rows, sizes, outputs=2, axis=2)
    units = graph.op("Concat", *(graph.op("LpNormalization", half, axis=2, p=2) for half in halves), axis=2)
    scores = graph.op("MatMul", units, graph.initializer("distance_table", np.ascontiguousarray(table.T)))  # [B, n, V]
    return graph.op("ArgMax", scores, axis=2, keepdims=0)
