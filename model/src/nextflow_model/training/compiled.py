"""Layers compiled for training: what stands between their products runs in a few fused loops."""

from nextflow_model.transformer.model import Transformer


def compile_layers(network: Transformer, backend: str = "inductor") -> None:
    """In place; names and weights stay. Compiles in the first step, some half a minute, once for all shapes.

    Worth it on runs of many minutes. The default backend needs a C++ compiler.
    """
    for layer in network.model.layers:
        layer.compile(dynamic=True, backend=backend)
