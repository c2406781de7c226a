"""Names and shapes of every tensor of a checkpoint, known without building a network (and without torch)."""

from nextflow_model.config import ModelConfig, VisualTokenizerConfig

Shapes = dict[str, tuple[int, ...]]


def tensor_shapes(config: ModelConfig) -> Shapes:
    """The whole checkpoint: transformer first, then `visual_tokenizer.*`."""
    tokenizer = visual_tokenizer_shapes(config.visual_tokenizer)
    return transformer_shapes(config) | {f"visual_tokenizer.{name}": shape for name, shape in tokenizer.items()}


def transformer_shapes(config: ModelConfig) -> Shapes:
    """Qwen2 names, plus the visual embedding, its connector and the level embedding."""
    width = config.hidden_size
    shapes: Shapes = {
        "model.embed_tokens.weight": (config.text_vocab_size, width),
        "model.visual_embed_tokens.weight": (config.visual_vocab_size, config.code_dim),
        "model.visual_connector.0.weight": (width, config.code_dim),
        "model.visual_connector.0.bias": (width,),
        "model.visual_connector.2.weight": (width, width),
        "model.visual_connector.2.bias": (width,),
        "model.level_embedding.weight": (config.max_scales + 1, width),
    }
    if config.place_features:
        shapes["model.place_embedding.weight"] = (width, 4 * config.place_features)
    for index in range(config.num_hidden_layers):
        shapes |= {f"model.layers.{index}.{name}": shape for name, shape in _layer_shapes(config).items()}
    shapes["model.norm.weight"] = (width,)
    shapes["lm_head.weight"] = (config.text_vocab_size + config.visual_vocab_size, width)
    return shapes


def _layer_shapes(config: ModelConfig) -> Shapes:
    width, inner = config.hidden_size, config.intermediate_size
    queries = config.num_attention_heads * config.head_dim
    keys = config.num_key_value_heads * config.head_dim
    shapes: Shapes = {"input_layernorm.weight": (width,), "post_attention_layernorm.weight": (width,)}
    for name, rows in (("q", queries), ("k", keys), ("v", keys)):
        shapes[f"self_attn.{name}_proj.weight"] = (rows, width)
        shapes[f"self_attn.{name}_proj.bias"] = (rows,)
    shapes["self_attn.o_proj.weight"] = (width, queries)
    shapes["mlp.gate_proj.weight"] = (inner, width)
    shapes["mlp.up_proj.weight"] = (inner, width)
    shapes["mlp.down_proj.weight"] = (width, inner)
    return shapes


def visual_tokenizer_shapes(config: VisualTokenizerConfig) -> Shapes:
    """Both encoders, the quantizer, the pixel decoder and the semantic decoder (the last is used in training only)."""
    code_dim = config.semantic_code_dim + config.pixel_code_dim
    shapes: Shapes = {}
    shapes |= _encoder("pixel_encoder", config.pixel_encoder_widths, config.pixel_encoder_blocks, config.pixel_code_dim)
    shapes |= _encoder(
        "semantic_encoder", config.semantic_encoder_widths, config.semantic_encoder_blocks, config.semantic_code_dim
    )
    shapes["quantizer.semantic_codebook.weight"] = (config.visual_vocab_size, config.semantic_code_dim)
    shapes["quantizer.pixel_codebook.weight"] = (config.visual_vocab_size, config.pixel_code_dim)
    shapes |= _pixel_decoder(config, config.pixel_code_dim if config.decoder_input == "pixel" else code_dim)
    width, name = config.semantic_decoder_width, "semantic_decoder"
    shapes |= _convolution(f"{name}.enter", config.semantic_code_dim, width, 3)
    shapes |= _block(f"{name}.block", width)
    shapes |= _convolution(f"{name}.thing", width, config.thing_classes, 1)
    shapes |= _convolution(f"{name}.colour", width, config.colour_classes, 1)
    return shapes


def _convolution(name: str, inputs: int, outputs: int, kernel: int) -> Shapes:
    return {f"{name}.weight": (outputs, inputs, kernel, kernel), f"{name}.bias": (outputs,)}


def _norm(name: str, width: int) -> Shapes:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}


def _block(name: str, width: int) -> Shapes:
    return (
        _norm(f"{name}.norm1", width)
        | _convolution(f"{name}.conv1", width, width, 3)
        | _norm(f"{name}.norm2", width)
        | _convolution(f"{name}.conv2", width, width, 3)
    )


def _encoder(name: str, widths: tuple[int, ...], blocks: tuple[int, ...], code_dim: int) -> Shapes:
    shapes = _convolution(f"{name}.stem", 3, widths[0], 8)
    for stage, (width, count) in enumerate(zip(widths, blocks)):
        if stage > 0:
            shapes |= _convolution(f"{name}.down.{stage - 1}", widths[stage - 1], width, 3)
        for index in range(count):
            shapes |= _block(f"{name}.stages.{stage}.{index}", width)
    return shapes | _norm(f"{name}.norm", widths[-1]) | _convolution(f"{name}.leave", widths[-1], code_dim, 1)


def _pixel_decoder(config: VisualTokenizerConfig, inputs: int) -> Shapes:
    name, widths, blocks = "pixel_decoder", config.decoder_widths, config.decoder_blocks
    shapes = _convolution(f"{name}.enter", inputs, widths[0], 3)
    for stage, (width, count) in enumerate(zip(widths, blocks)):
        if stage > 0:
            shapes |= _convolution(f"{name}.up.{stage - 1}", widths[stage - 1], width, 3)
        for index in range(count):
            shapes |= _block(f"{name}.stages.{stage}.{index}", width)
    return shapes | _norm(f"{name}.norm", widths[-1]) | _convolution(f"{name}.leave", widths[-1], 48, 3)
