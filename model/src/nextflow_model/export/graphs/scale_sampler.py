"""scale_sampler: hidden states of a scale to its codes, one uniform number per position.

Every row carries its own guidance, temperature, top-k and top-p, and no operator here mixes rows, so a row's codes
do not depend on its batch mates.
"""

import numpy as np

from nextflow_model.config import ModelConfig

from ..config import sampler_candidates
from ..graph_builder import GraphBuilder
from ..weights import Weights

FLOAT = 1  # TensorProto's element type, as Cast wants it


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights) -> GraphBuilder:
    hidden = ["batch", "position", config.hidden_size]
    conditional = graph.input("conditional", "float32", hidden)
    unconditional = graph.input("unconditional", "float32", hidden)
    guidance = graph.input("guidance", "float32", ["batch"])  # t_k, ramped by the caller; 0 is off
    temperature = graph.input("temperature", "float32", ["batch"])
    top_k = graph.input("top_k", "int64", ["batch"])
    top_p = graph.input("top_p", "float32", ["batch"])
    uniforms = graph.input("uniforms", "float32", ["batch", "position"])

    logits = _guided(graph, config, weights, conditional, unconditional, guidance)  # [B, n, V]
    logits = graph.op("Div", logits, _per_row(graph, temperature), name="tempered")
    values, ids = _largest(graph, config, logits)  # [B, n, candidates], largest first
    probabilities = _within_top_k(graph, config, values, top_k)
    chosen = _inverse_cdf(graph, probabilities, top_p, uniforms)  # [B, n, 1]
    codes = graph.op("Squeeze", graph.op("GatherElements", ids, chosen, axis=2), graph.constant([2]))
    graph.output("codes", codes, "int64", ["batch", "position"])
    return graph


def _guided(
    graph: GraphBuilder, config: ModelConfig, weights: Weights, conditional: str, unconditional: str, guidance: str
) -> str:
    """(1 + t) * conditional - t * unconditional, on the rows of the visual codes alone: [B, n, V]."""
    head = weights.matrix(graph, "lm_head.weight", slice(config.text_vocab_size, None), "lm_head.visual")
    strength = _per_row(graph, guidance)
    towards = graph.op(
        "Mul", graph.op("MatMul", conditional, head), graph.op("Add", strength, graph.constant(1, "float32"))
    )
    return graph.op("Sub", towards, graph.op("Mul", graph.op("MatMul", unconditional, head), strength), name="guided")


def _largest(graph: GraphBuilder, config: ModelConfig, logits: str) -> tuple[str, str]:
    """Values and ids of the best candidates, sorted; TopK breaks ties by the lower id."""
    return graph.ops(
        "TopK", logits, graph.constant([sampler_candidates(config)]), outputs=2, axis=-1, largest=1, sorted=1
    )


def _within_top_k(graph: GraphBuilder, config: ModelConfig, values: str, top_k: str) -> str:
    """Softmax over the first top_k candidates, zero behind them; the best candidate always counts."""
    ranks = graph.initializer("candidate_ranks", np.arange(sampler_candidates(config), dtype=np.int64))
    at_least_one = graph.op("Max", top_k, graph.constant([1]))
    inside = graph.op("Less", ranks, _per_row(graph, at_least_one))  # [B, 1, candidates]
    return graph.op("Softmax", graph.op("Where", inside, values, graph.constant(float("-inf"), "float32")), axis=-1)


def _inverse_cdf(graph: GraphBuilder, probabilities: str, top_p: str, uniforms: str) -> str:
    """The first kept candidate whose cumulative sum passes u times the sum of the kept; the kept ones are a prefix."""
    last = graph.constant(-1)
    before = graph.op("CumSum", probabilities, last, exclusive=1)
    through = graph.op("CumSum", probabilities, last)
    kept = graph.op("Less", before, _per_row(graph, top_p))
    kept_through = graph.op("Where", kept, through, graph.constant(0, "float32"))
    # The largest kept cumulative sum, not a second summation: u < 1 then always lands on a kept candidate.
    total = graph.op("ReduceMax", kept_through, graph.constant([-1]), keepdims=1)  # [B, n, 1]
    threshold = graph.op("Mul", graph.op("Unsqueeze", uniforms, graph.constant([2])), total)
    passed = graph.op("Cast", graph.op("Greater", kept_through, threshold), to=FLOAT)
    return graph.op("ArgMax", passed, axis=2, keepdims=1)  # the first of the ones


def _per_row(graph: GraphBuilder, value: str) -> str:
    """[B] -> [B, 1, 1], to meet [B, n, candidates]."""
    return graph.op("Unsqueeze", value, graph.constant([1, 2]))
