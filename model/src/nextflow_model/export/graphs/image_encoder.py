"""image_encoder: a picture to continuous features, the residual that the quantizer then explains scale by scale."""

from nextflow_model.config import ModelConfig

from ..graph_builder import GraphBuilder
from ..weights import Weights
from .activations import silu
from .convolutions import convolution, group_norm, residual_stage
from .pixels import picture_to_pixels


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights) -> GraphBuilder:
    network = config.visual_tokenizer
    picture = graph.input("pixels", "uint8", ["batch", "pixel_height", "pixel_width", 3])
    pixels = picture_to_pixels(graph, picture)
    halves = [  # the semantic half first
        _encoder(graph, weights, "semantic_encoder", pixels, network.semantic_encoder_blocks, network.norm_groups),
        _encoder(graph, weights, "pixel_encoder", pixels, network.pixel_encoder_blocks, network.norm_groups),
    ]
    residual = graph.op("Concat", *halves, axis=1, name="halves")
    graph.output("residual", residual, "float32", ["batch", config.code_dim, "height", "width"])
    return graph


def _encoder(
    graph: GraphBuilder, weights: Weights, branch: str, pixels: str, blocks: tuple[int, ...], groups: int
) -> str:
    """Stem of stride 4, then stages at strides 4, 8 and 16. [B, 3, 16h, 16w] -> [B, code width, h, w]"""
    name = f"visual_tokenizer.{branch}"
    value = convolution(graph, weights, f"{name}.stem", pixels, stride=4, padding=2)
    for stage, count in enumerate(blocks):
        if stage > 0:
            value = convolution(graph, weights, f"{name}.down.{stage - 1}", value, stride=2)
        value = residual_stage(graph, weights, f"{name}.stages.{stage}", value, count, groups)
    value = silu(graph, group_norm(graph, weights, f"{name}.norm", value, groups))
    return convolution(graph, weights, f"{name}.leave", value, padding=0)
