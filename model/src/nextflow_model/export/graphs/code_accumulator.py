"""code_accumulator: adds one scale's codes to the picture's features, at the size of the last scale."""

from nextflow_model.config import ModelConfig

from ..graph_builder import GraphBuilder
from ..weights import Weights
from .codebook import upsampled_codes
from .maps import grid_of


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights) -> GraphBuilder:
    shape = ["batch", config.code_dim, "height", "width"]
    features = graph.input("features", "float32", shape)
    codes = graph.input("codes", "int64", ["batch", "position"])
    grid = graph.input("grid", "int64", [2])
    upsampled = upsampled_codes(graph, weights, codes, grid, grid_of(graph, features))
    graph.output("updated_features", graph.op("Add", features, upsampled), "float32", shape)
    return graph
