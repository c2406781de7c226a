"""image_decoder: accumulated features to a picture. Residual stages at strides 16, 8 and 4, then depth to space."""

from nextflow_model.config import ModelConfig

from ..graph_builder import GraphBuilder
from ..weights import Weights
from .activations import silu
from .convolutions import convolution, group_norm, residual_stage
from .pixels import pixels_to_picture

NAME = "visual_tokenizer.pixel_decoder"
PATCH = 4  # the last convolution holds patches of 4 x 4 pixels


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights) -> GraphBuilder:
    network = config.visual_tokenizer
    features = graph.input("features", "float32", ["batch", config.code_dim, "height", "width"])
    if network.decoder_input == "pixel":  # the semantic half teaches, it is not drawn from
        sizes = graph.constant([config.semantic_code_dim, config.pixel_code_dim])
        features = graph.ops("Split", features, sizes, outputs=2, axis=1, name="half")[1]
    value = convolution(graph, weights, f"{NAME}.enter", features)
    for stage, blocks in enumerate(network.decoder_blocks):
        if stage > 0:
            value = convolution(graph, weights, f"{NAME}.up.{stage - 1}", _doubled(graph, value))
        value = residual_stage(graph, weights, f"{NAME}.stages.{stage}", value, blocks, network.norm_groups)
    value = silu(graph, group_norm(graph, weights, f"{NAME}.norm", value, network.norm_groups))
    patches = convolution(graph, weights, f"{NAME}.leave", value)  # [B, 48, 4h, 4w], ordered colour, row, column
    pixels = graph.op("DepthToSpace", patches, blocksize=PATCH, mode="CRD")  # [B, 3, 16h, 16w]
    graph.output("pixels", pixels_to_picture(graph, pixels), "uint8", ["batch", "pixel_height", "pixel_width", 3])
    return graph


def _doubled(graph: GraphBuilder, value: str) -> str:
    """Every cell becomes 2 x 2 equal cells."""
    scales = graph.constant([1, 1, 2, 2], "float32")
    return graph.op(
        "Resize",
        value,
        "",
        scales,
        mode="nearest",
        coordinate_transformation_mode="asymmetric",
        nearest_mode="floor",
        name="doubled",
    )
