"""transformer: Qwen2 blocks over a cache that lives outside the graph and is updated in place.

prefill and steps are this graph with and without causal attention, over one weights file. It holds no Reshape,
Transpose, Cast or Shape: on a GPU those may fall back to the CPU, or copy. Rotary angles come in as cos/sin, so
positions are the caller's business.
"""

from nextflow_model.config import ModelConfig

from ..graph_builder import GraphBuilder
from ..weights import Weights


def build(graph: GraphBuilder, config: ModelConfig, weights: Weights, causal: bool) -> GraphBuilder:
    half = config.head_dim // 2
    hidden = graph.input("inputs_embeds", "float32", ["batch", "position", config.hidden_size])
    graph.input("cos", "float32", ["batch", "position", half])
    graph.input("sin", "float32", ["batch", "position", half])
    graph.input("write_indices", "int64", ["batch"])  # where a row's new keys go: its past length
    graph.input("nonpad_kv_seqlen", "int64", ["batch"])  # how much of a row's cache is valid after the write
    cache = ["batch", "cache_length", config.num_key_value_heads * config.head_dim]
    for layer in range(config.num_hidden_layers):
        graph.input(f"key_cache.{layer}", "float32", cache)
        graph.input(f"value_cache.{layer}", "float32", cache)

    updated_caches = []
    for layer in range(config.num_hidden_layers):
        hidden, updated_keys, updated_values = _layer(graph, config, weights, layer, hidden, causal)
        updated_caches += [
            (f"updated_key_cache.{layer}", updated_keys),
            (f"updated_value_cache.{layer}", updated_values),
        ]
    hidden = _norm(graph, config, weights, "model.norm", hidden)

    graph.output("hidden_states", hidden, "float32", ["batch", "position", config.hidden_size])
    for name, value in updated_caches:
        graph.output(name, value, "float32", cache)
    return graph


def _layer(graph: GraphBuilder, config: ModelConfig, weights: Weights, layer: int, hidden: str, causal: bool):
    """hidden [B, S, D] -> hidden [B, S, D] and both caches [B, M, kv heads * head_dim]."""
    prefix = f"model.layers.{layer}"
    normed = _norm(graph, config, weights, f"{prefix}.input_layernorm", hidden)
    query, key, value = (_biased(graph, weights, f"{prefix}.self_attn.{part}_proj", normed) for part in "qkv")
    query = _rotated(graph, f"{prefix}.self_attn.q", query, config.num_attention_heads)
    key = _rotated(graph, f"{prefix}.self_attn.k", key, config.num_key_value_heads)
    keys = _scattered(graph, f"key_cache.{layer}", key)
    values = _scattered(graph, f"value_cache.{layer}", value)
    attended = graph.op(
        "Attention", query, keys, values, "", "", "", "nonpad_kv_seqlen", name=f"{prefix}.self_attn",
        q_num_heads=config.num_attention_heads, kv_num_heads=config.num_key_value_heads, is_causal=int(causal),
    )  # fmt: skip
    hidden = graph.op(
        "Add",
        hidden,
        _projected(graph, weights, f"{prefix}.self_attn.o_proj", attended),
        name=f"{prefix}.self_attn.sum",
    )

    normed = _norm(graph, config, weights, f"{prefix}.post_attention_layernorm", hidden)
    gate = _projected(graph, weights, f"{prefix}.mlp.gate_proj", normed)
    gate = graph.op("Mul", gate, graph.op("Sigmoid", gate, name=f"{prefix}.mlp.sigmoid"), name=f"{prefix}.mlp.silu")
    gated = graph.op(
        "Mul", gate, _projected(graph, weights, f"{prefix}.mlp.up_proj", normed), name=f"{prefix}.mlp.gated"
    )
    return (
        graph.op("Add", hidden, _projected(graph, weights, f"{prefix}.mlp.down_proj", gated), name=f"{prefix}.mlp.sum"),
        keys,
        values,
    )


def _norm(graph: GraphBuilder, config: ModelConfig, weights: Weights, name: str, hidden: str) -> str:
    gain = weights.exact(graph, f"{name}.weight")
    return graph.op("RMSNormalization", hidden, gain, axis=-1, epsilon=config.rms_norm_eps, name=name)


def _projected(graph: GraphBuilder, weights: Weights, name: str, value: str) -> str:
    return graph.op("MatMul", value, weights.matrix(graph, f"{name}.weight"), name=name)


def _biased(graph: GraphBuilder, weights: Weights, name: str, value: str) -> str:
    return graph.op(
        "Add", _projected(graph, weights, name, value), weights.exact(graph, f"{name}.bias"), name=f"{name}.biased"
    )


def _rotated(graph: GraphBuilder, name: str, value: str, heads: int) -> str:
    return graph.op("RotaryEmbedding", value, "cos", "sin", num_heads=heads, interleaved=0, name=f"{name}.rotated")


def _scattered(graph: GraphBuilder, cache: str, update: str) -> str:
    """Writes [B, S, H] into [B, M, H] from each row's write index on; free when both are bound to the same memory."""
    return graph.op("TensorScatter", cache, update, "write_indices", axis=1, mode="linear", name=f"{cache}.scattered")
