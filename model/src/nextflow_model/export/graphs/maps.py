"""Pieces shared by the graphs that move between rows of codes [B, n, C] and maps [B, C, h, w]."""

from ..graph_builder import GraphBuilder


def rows_to_map(graph: GraphBuilder, rows: str, grid: str) -> str:
    """[B, n, C] row-major over `grid` [2] -> [B, C, h, w]."""
    columns = graph.op("Transpose", rows, perm=[0, 2, 1], name="columns")  # [B, C, n]
    batch_and_channels = graph.constant([0, 0])  # 0 keeps the dimension
    return graph.op("Reshape", columns, graph.op("Concat", batch_and_channels, grid, axis=0), name="map")


def map_to_rows(graph: GraphBuilder, feature_map: str) -> str:
    """[B, C, h, w] -> [B, n, C], row-major."""
    columns = graph.op("Reshape", feature_map, graph.constant([0, 0, -1]), name="columns")  # [B, C, n]
    return graph.op("Transpose", columns, perm=[0, 2, 1], name="rows")


def resize_bicubic(graph: GraphBuilder, feature_map: str, grid: str) -> str:
    """[B, C, h, w] -> [B, C, *grid]; torch's bicubic with align_corners=False and no antialiasing."""
    batch_and_channels = graph.op("Shape", feature_map, start=0, end=2)
    sizes = graph.op("Concat", batch_and_channels, grid, axis=0, name="sizes")
    return graph.op(
        "Resize", feature_map, "", "", sizes,
        mode="cubic", cubic_coeff_a=-0.75, coordinate_transformation_mode="half_pixel", name="resized",
    )  # fmt: skip


def grid_of(graph: GraphBuilder, feature_map: str) -> str:
    """Height and width of a map, int64 [2]."""
    return graph.op("Shape", feature_map, start=2, end=4, name="grid_of_map")
