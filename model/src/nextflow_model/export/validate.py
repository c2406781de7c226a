"""Checks a written graph and describes its inputs and outputs for bundle.json."""

import json
from pathlib import Path

import onnx

from nextflow_model.config import ModelConfig
from nextflow_model.shapes import Shapes, tensor_shapes

from .graph_builder import ELEMENT_TYPES, OPSET
from .tensors import SafetensorsFile

TRAINING_ONLY = "visual_tokenizer.semantic_decoder."  # no graph needs it

TYPE_NAMES = {number: name for name, number in ELEMENT_TYPES.items()}

# Operators that would leave the GPU, or copy, in the graphs that run once per scale.
BANNED = {
    "transformer/prefill.onnx": {"Reshape", "Transpose", "Cast", "Shape"},
    "transformer/steps.onnx": {"Reshape", "Transpose", "Cast", "Shape"},
}


def needed_shapes(config: ModelConfig) -> Shapes:
    """The tensors of a checkpoint that graphs are made of."""
    return {name: shape for name, shape in tensor_shapes(config).items() if not name.startswith(TRAINING_ONLY)}


def check_checkpoint(config: ModelConfig, tensors: SafetensorsFile) -> None:
    """Raises on the tensors that are missing or do not fit the config, all of them at once."""
    wrong = [
        f"{name}: {tensors.shape(name)}, not {shape}"
        for name, shape in needed_shapes(config).items()
        if tensors.shape(name) != shape
    ]
    if wrong:
        raise ValueError("the checkpoint does not fit its config\n" + "\n".join(wrong))


def check_tokenizer(config: ModelConfig, tokenizer: Path) -> None:
    """Raises if the config's special ids are not special in tokenizer.json, or its ids do not fit the embedding."""
    document = json.loads(tokenizer.read_text(encoding="utf-8"))
    specials = {token["id"] for token in document["added_tokens"]}
    strangers = {name: number for name, number in config.special_tokens.items() if number not in specials}
    if strangers:
        raise ValueError(f"{tokenizer.name} has no special tokens for {strangers}")
    largest = max(specials.union(document["model"]["vocab"].values()))
    if largest >= config.text_vocab_size:
        raise ValueError(f"{tokenizer.name} has id {largest}, the model only {config.text_vocab_size} text ids")


def check_graph(path: Path) -> None:
    """Raises if onnx does not accept the graph, or it holds an operator that its place forbids."""
    onnx.checker.check_model(str(path), full_check=True)  # by path: external weights are looked for beside it
    model = onnx.load(path, load_external_data=False)
    if [(entry.domain, entry.version) for entry in model.opset_import] != [("", OPSET)]:
        raise ValueError(f"{path}: only the standard operators of opset {OPSET} are allowed")
    banned = BANNED.get(f"{path.parent.name}/{path.name}", set())
    found = banned.intersection(node.op_type for node in model.graph.node)
    if found:
        raise ValueError(f"{path}: {sorted(found)} must not appear here")


def describe_graph(path: Path) -> dict:
    """{"inputs": {name: {"type", "shape"}}, "outputs": ...}, read back from the file."""
    graph = onnx.load(path, load_external_data=False).graph
    return {"inputs": _describe(graph.input), "outputs": _describe(graph.output)}


def _describe(values) -> dict:
    described = {}
    for value in values:
        tensor = value.type.tensor_type
        shape = [dimension.dim_param or dimension.dim_value for dimension in tensor.shape.dim]
        described[value.name] = {"type": TYPE_NAMES[tensor.elem_type], "shape": shape}
    return described
