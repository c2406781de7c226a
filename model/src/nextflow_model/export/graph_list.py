"""The graphs of a bundle and the files they go to."""

from pathlib import Path

from nextflow_model.config import ModelConfig

from .graph_builder import GraphBuilder
from .graphs import (
    code_accumulator,
    code_quantizer,
    image_decoder,
    image_encoder,
    scale_input,
    scale_sampler,
    text_embedding,
    text_head,
    transformer,
)
from .weight_file import WeightFile
from .weights import Weights

INLINE_TRANSFORMER_BYTES = 256  # both transformer graphs share one weights file, so nearly everything goes there

TRANSFORMER_GRAPHS = {"prefill": True, "steps": False}  # name -> whether attention is causal
SINGLE_GRAPHS = {
    "text_embedding": ("text_embedding/model.onnx", text_embedding.build),
    "scale_input": ("scale_input/model.onnx", scale_input.build),
    "scale_sampler": ("scale_sampler/model.onnx", scale_sampler.build),
    "text_head": ("text_head/model.onnx", text_head.build),
    "code_accumulator": ("image_decoder/accumulate.onnx", code_accumulator.build),
    "image_decoder": ("image_decoder/model.onnx", image_decoder.build),
    "image_encoder": ("image_encoder/model.onnx", image_encoder.build),
    "code_quantizer": ("image_encoder/quantize.onnx", code_quantizer.build),
}


def build_graphs(folder: Path, config: ModelConfig, weights: Weights) -> dict[str, str]:
    """Writes every graph under `folder`; returns graph name -> relative path."""
    files = {}
    shared = WeightFile(folder / "transformer" / "model.onnx.data")
    for name, causal in TRANSFORMER_GRAPHS.items():
        files[name] = f"transformer/{name}.onnx"
        graph = GraphBuilder(name, shared, INLINE_TRANSFORMER_BYTES)
        transformer.build(graph, config, weights, causal).save(folder / files[name])
    for name, (path, build) in SINGLE_GRAPHS.items():
        files[name] = path
        large_tensors = WeightFile((folder / path).with_suffix(".onnx.data"))
        build(GraphBuilder(name, large_tensors), config, weights).save(folder / path)
    return files
