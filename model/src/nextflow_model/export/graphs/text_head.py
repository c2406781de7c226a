"""text_head: the last hidden state to the best text ids; temperature, top-p and stops are applied by the caller."""

from nextflow_model.config import ModelConfig

from ..config import text_candidates
from ..graph_builder import GraphBuilder
from ..weights import Weights


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights) -> GraphBuilder:
    hidden = graph.input("hidden_states", "float32", ["batch", 1, config.hidden_size])
    hidden = graph.op("Squeeze", hidden, graph.constant([1]))  # [B, D]
    head = weights.matrix(graph, "lm_head.weight", slice(0, config.text_vocab_size), "lm_head.text")
    scores = graph.op("MatMul", hidden, head)  # [B, Vt]
    logits, ids = graph.ops(
        "TopK", scores, graph.constant([text_candidates(config)]), outputs=2, axis=-1, largest=1, sorted=1
    )
    graph.output("logits", logits, "float32", ["batch", text_candidates(config)])
    graph.output("ids", ids, "int64", ["batch", text_candidates(config)])
    return graph
