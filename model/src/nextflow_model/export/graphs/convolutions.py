"""The convolutional pieces both encoders and the decoder are made of; they mirror visual_tokenizer/layers.py."""

import numpy as np

from ..graph_builder import GraphBuilder
from ..weights import Weights
from .activations import silu

EPSILON = 1e-6


def convolution(graph: GraphBuilder, weights: Weights, name: str, value: str, stride: int = 1, padding: int = 1) -> str:
    """A square convolution with bias, its kernel size read from the weight. [B, in, h, w] -> [B, out, h', w']"""
    weight = weights.convolution(graph, f"{name}.weight")
    bias = weights.exact(graph, f"{name}.bias")
    return graph.op("Conv", value, weight, bias, strides=[stride] * 2, pads=[padding] * 4, name=name)


def group_norm(graph: GraphBuilder, weights: Weights, name: str, value: str, groups: int) -> str:
    """Each group of channels to mean 0 and variance 1, then a gain and a shift per channel. [B, C, h, w]

    Written as an instance norm over groups: the operator GroupNormalization is spelt out at load into many more nodes.
    """
    grouped = graph.op(
        "Reshape", value, graph.constant([0, groups, -1]), name=f"{name}.grouped"
    )  # [B, groups, C/groups*h*w]
    ones = graph.initializer(f"ones_{groups}", np.ones(groups, np.float32))
    zeros = graph.initializer(f"zeros_{groups}", np.zeros(groups, np.float32))
    grouped = graph.op("InstanceNormalization", grouped, ones, zeros, epsilon=EPSILON, name=f"{name}.normalised")
    normalised = graph.op("Reshape", grouped, graph.op("Shape", value, name=f"{name}.shape"), name=f"{name}.channels")
    gain, shift = (_per_channel(graph, weights, f"{name}.{part}") for part in ("weight", "bias"))
    return graph.op("Add", graph.op("Mul", normalised, gain, name=f"{name}.scaled"), shift, name=name)


def residual_stage(graph: GraphBuilder, weights: Weights, name: str, value: str, count: int, groups: int) -> str:
    """`count` times: norm, SiLU, 3x3 convolution, twice, added to the input. [B, C, h, w]"""
    for index in range(count):
        block = f"{name}.{index}"
        inner = silu(graph, group_norm(graph, weights, f"{block}.norm1", value, groups))
        inner = convolution(graph, weights, f"{block}.conv1", inner)
        inner = silu(graph, group_norm(graph, weights, f"{block}.norm2", inner, groups))
        inner = convolution(graph, weights, f"{block}.conv2", inner)
        value = graph.op("Add", value, inner, name=f"{block}.sum")
    return value


def _per_channel(graph: GraphBuilder, weights: Weights, name: str) -> str:
    """[C] as [C, 1, 1], to meet [B, C, h, w]."""
    return graph.initializer(name, weights.read(name)[:, None, None])
