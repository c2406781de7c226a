"""Names and shapes of every tensor a checkpoint holds: the transformer's here, the visual tokenizer's beside its graphs."""

from .config import ModelConfig

Shapes = dict[str, tuple[int, ...]]


def tensor_shapes(config: ModelConfig) -> Shapes:
    """PyTorch's layout: a Linear's weight is [out, in]."""
    width, codes = config.hidden_size, config.code_dim
    shapes: Shapes = {
        "model.embed_tokens.weight": (config.text_vocab_size, width),
        "model.norm.weight": (width,),
        "lm_head.weight": (config.text_vocab_size + config.visual_vocab_size, width),  # text rows, then visual codes
        "model.visual_embed_tokens.weight": (config.visual_vocab_size, codes),
        "model.visual_connector.0.weight": (width, codes),
        "model.visual_connector.0.bias": (width,),
        "model.visual_connector.2.weight": (width, width),
        "model.visual_connector.2.bias": (width,),
        "model.level_embedding.weight": (config.max_scales + 1, width),  # row = 1-based scale; row 0 is spare
        "visual_tokenizer.quantizer.semantic_codebook.weight": (config.visual_vocab_size, config.semantic_code_dim),
        "visual_tokenizer.quantizer.pixel_codebook.weight": (config.visual_vocab_size, config.pixel_code_dim),
    }
    for layer in range(config.num_hidden_layers):
        shapes |= _layer_shapes(config, f"model.layers.{layer}")
    return shapes


def _layer_shapes(config: ModelConfig, prefix: str) -> Shapes:
    width, inner = config.hidden_size, config.intermediate_size
    query_width, key_value_width = config.num_attention_heads * config.head_dim, config.key_value_width
    shapes: Shapes = {
        f"{prefix}.input_layernorm.weight": (width,),
        f"{prefix}.self_attn.o_proj.weight": (width, query_width),
        f"{prefix}.post_attention_layernorm.weight": (width,),
        f"{prefix}.mlp.gate_proj.weight": (inner, width),
        f"{prefix}.mlp.up_proj.weight": (inner, width),
        f"{prefix}.mlp.down_proj.weight": (width, inner),
    }
    for part, rows in (("q", query_width), ("k", key_value_width), ("v", key_value_width)):
        shapes[f"{prefix}.self_attn.{part}_proj.weight"] = (rows, width)
        shapes[f"{prefix}.self_attn.{part}_proj.bias"] = (rows,)
    return shapes
