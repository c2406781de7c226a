"""Activation functions of the networks."""

from ..graph_builder import GraphBuilder


def gelu(graph: GraphBuilder, value: str) -> str:
    """The exact form, with erf."""
    return graph.op("Gelu", value, approximate="none")


def silu(graph: GraphBuilder, value: str) -> str:
    return graph.op("Mul", value, graph.op("Sigmoid", value), name="silu")
