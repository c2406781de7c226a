"""scale_input: the codes of scale k-1 to the transformer's inputs of scale k; earlier scales are not accumulated."""

from nextflow_model.config import ModelConfig

from ..graph_builder import GraphBuilder
from ..weights import Weights
from .activations import gelu
from .maps import map_to_rows, resize_bicubic, rows_to_map
from .places import place_features
from .scale_count import scale_count_table

CONNECTOR = "model.visual_connector"


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights) -> GraphBuilder:
    codes = graph.input("codes", "int64", ["batch", "previous_position"])
    previous_grid = graph.input("previous_grid", "int64", [2])
    grid = graph.input("grid", "int64", [2])
    scale = graph.input("scale", "int64", [1])  # 1-based index of the scale being entered
    scale_count = graph.input("scale_count", "int64", [1])  # K

    rows = weights.rows_of(graph, "model.visual_embed_tokens.weight", codes)  # [B, n_prev, C]
    rows = map_to_rows(graph, resize_bicubic(graph, rows_to_map(graph, rows, previous_grid), grid))  # [B, n, C]
    rows = gelu(graph, _linear(graph, weights, f"{CONNECTOR}.0", rows))  # [B, n, D]
    rows = _linear(graph, weights, f"{CONNECTOR}.2", rows)  # [B, n, D]

    if config.place_features:
        places = place_features(graph, grid, config.place_features)
        told = graph.op("MatMul", places, weights.matrix(graph, "model.place_embedding.weight"), name="place")  # [n, D]
        rows = graph.op("Add", rows, told, name="with_place")
    level = weights.rows_of(graph, "model.level_embedding.weight", scale)  # [1, D]
    table = graph.initializer("scale_count_table", scale_count_table(config))
    count = graph.op("Gather", table, scale_count, axis=0, name="scale_count_row")  # [1, D]
    rows = graph.op("Add", graph.op("Add", rows, level, name="with_level"), count, name="with_scale_count")
    graph.output("inputs_embeds", rows, "float32", ["batch", "position", config.hidden_size])
    return graph


def _linear(graph: GraphBuilder, weights: Weights, name: str, value: str) -> str:
    product = graph.op("MatMul", value, weights.matrix(graph, f"{name}.weight"), name=name)
    return graph.op("Add", product, weights.exact(graph, f"{name}.bias"), name=f"{name}.biased")
