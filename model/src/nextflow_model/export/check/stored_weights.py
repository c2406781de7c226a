"""The weights that the graphs point at are those of the model: names, sides, types, places. None is loaded.

Layouts differ (a matrix is stored turned round, a gain as [C, 1, 1]), so sides are compared in whatever order.
"""

from math import prod
from pathlib import Path

import onnx
from onnx import TensorProto, helper

from ..quantise import is_quantised
from ..validate import needed_shapes
from . import BundleRefused
from .manifest import Manifest

Sides = tuple[int, ...]


def check_weights(folder: Path, manifest: Manifest) -> None:
    stored: dict[str, tuple[Sides, int]] = {}
    for graph in manifest.graphs.values():
        path = folder / graph["file"]
        for tensor in onnx.load(path, load_external_data=False).graph.initializer:
            _check_place(path.parent, tensor)
            stored[tensor.name] = (_sides(tensor.dims), tensor.data_type)
    needed = _needed(manifest)
    wrong = [f"{name}: {stored.get(name)}, not {fit}" for name, fit in needed.items() if stored.get(name) != fit]
    if wrong:
        raise BundleRefused("weights do not fit the model\n" + "\n".join(wrong))


def _needed(manifest: Manifest) -> dict[str, tuple[Sides, int]]:
    """Initializer -> (sides, element type)."""
    config, int8 = manifest.config, manifest.values["precision"] == "int8"
    shapes = needed_shapes(config)
    del shapes["lm_head.weight"]  # two graphs hold a part each
    shapes |= {
        "lm_head.text": (config.text_vocab_size, config.hidden_size),
        "lm_head.visual": (config.visual_vocab_size, config.hidden_size),
    }
    needed = {}
    for name, shape in shapes.items():
        if name.startswith("visual_tokenizer.quantizer."):  # both halves are stored as one table of unit rows
            continue
        eight_bits = int8 and is_quantised(name, shape)
        stored_as = (f"{name}_int8", TensorProto.INT8) if eight_bits else (name, TensorProto.FLOAT)
        needed[stored_as[0]] = (_sides(shape), stored_as[1])
    needed["unit_codebook"] = (_sides((config.visual_vocab_size, config.code_dim)), TensorProto.FLOAT)
    return needed


def _sides(shape) -> Sides:
    return tuple(sorted(side for side in shape if side != 1))


def _check_place(folder: Path, tensor: TensorProto) -> None:
    """An external tensor has as many bytes as its shape takes, and they lie inside its file."""
    if tensor.data_location != TensorProto.EXTERNAL:
        return
    place = {entry.key: entry.value for entry in tensor.external_data}
    offset, length = int(place["offset"]), int(place["length"])
    needed = prod(tensor.dims) * helper.tensor_dtype_to_np_dtype(tensor.data_type).itemsize
    if length != needed or offset + length > (folder / place["location"]).stat().st_size:
        raise BundleRefused(f"{tensor.name} lies at {place}, which does not hold its {needed} bytes")
