"""Checkpoint in, bundle out: explicit ONNX graphs, their weights and `bundle.json`.

Nothing is traced: every graph is written node by node in `graphs/`, so a graph reads like the formula it holds.
Numpy and onnx only; torch appears in `fixtures/` alone, imported when fixtures are asked for.
"""
