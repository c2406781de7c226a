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
    ranks_kept = graph.op("Clip", top_k, graph.constant(1), graph.constant(sampler_candidates(config)))  # [B]
    values, ids = _largest(graph, config, logits, ranks_kept)
    probabilities = _within_top_k(graph, config, values, ranks_kept)  # [B, n, candidates]
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


def _largest(graph: GraphBuilder, config: ModelConfig, logits: str, ranks_kept: str) -> tuple[str, str]:
    """Values [B, n, candidates] and ids of the best candidates, sorted; TopK breaks ties by the lower id.

    Only as many are searched as the most liberal row keeps, which is several times faster on a CPU than always all of
    them. The values are then filled up with -inf: sums over a row must not depend on how many its batch mates keep.
    """
    searched = graph.op("ReduceMax", ranks_kept, keepdims=1)  # [1]
    values, ids = graph.ops("TopK", logits, searched, outputs=2, axis=-1, largest=1, sorted=1)
    missing = graph.op("Sub", graph.constant([sampler_candidates(config)]), searched)
    pads = graph.op("Concat", graph.constant([0, 0, 0, 0, 0]), missing, axis=0)
    return graph.op("Pad", values, pads, graph.constant(float("-inf"), "float32"), mode="constant"), ids


def _within_top_k(graph: GraphBuilder, config: ModelConfig, values: str, ranks_kept: str) -> str:
    """Softmax over the first candidates of each row, zero behind them."""
    ranks = graph.initializer("candidate_ranks", np.arange(sampler_candidates(config), dtype=np.int64))
    inside = graph.op("Less", ranks, _per_row(graph, ranks_kept))  # [B, 1, candidates]
    return graph.op("Softmax", graph.op("Where", inside, values, graph.constant(float("-inf"), "float32")), axis=-1)


def _inverse_cdf(graph: GraphBuilder, probabilities: str, top_p: str, uniforms: str) -> str:
    """The first kept candidate whose cumulative sum passes u times the sum of the kept."""
    through = graph.op("CumSum", probabilities, graph.constant(-1))
    before = graph.op("Sub", through, probabilities)
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
