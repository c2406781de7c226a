"""Pixels at both ends: uint8 pictures [B, H, W, 3] outside, float32 [B, 3, H, W] in [-1, 1] inside."""

from ..graph_builder import GraphBuilder

FLOAT, UINT8 = 1, 2  # TensorProto's element types, as Cast wants them
HALF_RANGE = 127.5


def picture_to_pixels(graph: GraphBuilder, picture: str) -> str:
    """uint8 [B, H, W, 3] -> [B, 3, H, W] in [-1, 1]."""
    half = graph.constant(HALF_RANGE, "float32")
    channels_first = graph.op("Cast", graph.op("Transpose", picture, perm=[0, 3, 1, 2]), to=FLOAT)
    return graph.op("Div", graph.op("Sub", channels_first, half), half, name="pixels_in_range")


def pixels_to_picture(graph: GraphBuilder, pixels: str) -> str:
    """[B, 3, H, W] -> uint8 [B, H, W, 3]; what leaves [-1, 1] is clamped, halves round to even."""
    half = graph.constant(HALF_RANGE, "float32")
    levels = graph.op("Round", graph.op("Add", graph.op("Mul", pixels, half), half))
    levels = graph.op("Clip", levels, graph.constant(0, "float32"), graph.constant(255, "float32"))
    return graph.op("Transpose", graph.op("Cast", levels, to=UINT8), perm=[0, 2, 3, 1])
