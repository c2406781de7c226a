"""Area interpolation (adaptive average pooling): each cell is the mean over the cells it covers.

Cell i of h' over h covers floor(i*h/h') to ceil((i+1)*h/h'). The windows of rows and columns are independent, so the
mean is a matrix on either side.
"""

from ..graph_builder import GraphBuilder

FLOAT = 1


def area_shrunk(graph: GraphBuilder, feature_map: str, grid: str) -> str:
    """[B, C, h, w] -> [B, C, *grid]."""
    rows = _means(graph, _dimension(graph, feature_map, 2), _element(graph, grid, 0))  # [h', h]
    columns = _means(graph, _dimension(graph, feature_map, 3), _element(graph, grid, 1))  # [w', w]
    shrunk = graph.op("MatMul", rows, feature_map)  # [B, C, h', w]
    return graph.op("MatMul", shrunk, graph.op("Transpose", columns, perm=[1, 0]), name="shrunk")


def _means(graph: GraphBuilder, source: str, target: str) -> str:
    """[target, source]: row i holds 1/count on the cells that target cell i covers."""
    zero, one = graph.constant(0), graph.constant(1)
    cells = graph.op("Unsqueeze", graph.op("Range", zero, target, one), graph.constant([1]))  # [h', 1]
    start = graph.op("Div", graph.op("Mul", cells, source), target)  # integers: Div floors
    past_end = graph.op("Mul", graph.op("Add", cells, one), source)
    end = graph.op("Div", graph.op("Add", past_end, graph.op("Sub", target, one)), target)  # ceil
    sources = graph.op("Range", zero, source, one)  # [h]
    covered = graph.op("And", graph.op("GreaterOrEqual", sources, start), graph.op("Less", sources, end))
    count = graph.op("Cast", graph.op("Sub", end, start), to=FLOAT)
    return graph.op("Div", graph.op("Cast", covered, to=FLOAT), count, name="means")


def _dimension(graph: GraphBuilder, value: str, axis: int) -> str:
    return graph.op("Squeeze", graph.op("Shape", value, start=axis, end=axis + 1))


def _element(graph: GraphBuilder, vector: str, index: int) -> str:
    return graph.op("Gather", vector, graph.constant(index))
