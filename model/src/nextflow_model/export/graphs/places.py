"""Where in the picture the codes of a grid stand, as features: `transformer.embeddings.place_features` as a graph."""

import numpy as np

from ..graph_builder import GraphBuilder


def place_features(graph: GraphBuilder, grid: str, frequencies: int) -> str:
    """Of grid [2], rows and columns: -> [n, 4 F]"""
    sides = graph.op("Cast", grid, to=1, name="sides")  # [2]
    square = graph.op("Sqrt", graph.op("ReduceProd", sides, keepdims=1), name="square_side")  # [1]
    rows, columns = (_along(graph, grid, square, axis, frequencies) for axis in (0, 1))
    whole = graph.op("Concat", grid, graph.constant([2 * frequencies]), axis=0)  # [3]
    spread = [
        graph.op("Expand", graph.op("Unsqueeze", side, graph.constant([axis])), whole)
        for axis, side in ((1, rows), (0, columns))
    ]  # two of [h, w, 2 F]
    both = graph.op("Concat", *spread, axis=2)
    return graph.op("Reshape", both, graph.constant([-1, 4 * frequencies]), name="place_features")


def _along(graph: GraphBuilder, grid: str, square: str, axis: int, frequencies: int) -> str:
    """Sines and cosines of the places along one side: -> [h or w, 2 F]"""
    count = graph.op("Gather", grid, graph.constant(axis), axis=0)  # a scalar
    steps = graph.op("Range", graph.constant(0), count, graph.constant(1))
    middles = graph.op("Add", graph.op("Cast", steps, to=1), graph.constant(0.5, "float32"))
    places = graph.op("Unsqueeze", graph.op("Div", middles, square), graph.constant([1]))  # [h or w, 1]
    turns = graph.constant(np.pi * 2.0 ** np.arange(frequencies), "float32")
    angles = graph.op("Mul", places, turns)  # [h or w, F]
    return graph.op("Concat", graph.op("Sin", angles), graph.op("Cos", angles), axis=1)
