"""text_embedding: token ids to transformer inputs; <boi> also carries the number of scales it opens."""

from nextflow_model.config import ModelConfig

from ..graph_builder import GraphBuilder
from ..weights import Weights
from .scale_count import scale_count_table


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights) -> GraphBuilder:
    ids = graph.input("ids", "int64", ["batch", "position"])
    scale_counts = graph.input("scale_counts", "int64", ["batch", "position"])
    rows = weights.rows_of(graph, "model.embed_tokens.weight", ids)  # [B, S, D]
    table = graph.initializer("scale_count_table", scale_count_table(config))
    counts = graph.op("Gather", table, scale_counts, axis=0, name="scale_count_rows")  # [B, S, D]
    graph.output("inputs_embeds", graph.op("Add", rows, counts), "float32", ["batch", "position", config.hidden_size])
    return graph
