"""First weights of a transformer that is trained from nothing."""

import torch
from torch import nn

from nextflow_model.transformer.model import Transformer
from nextflow_model.visual_tokenizer.quantizer import Quantizer


@torch.no_grad()
def initialise(transformer: Transformer, quantizer: Quantizer) -> None:
    """Layers start as the identity, the head at zero, visual embeddings at the codebooks (NextFlow 2.2)."""
    for module in transformer.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=module.in_features**-0.5)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.5)
    for layer in transformer.model.layers:
        nn.init.zeros_(layer.self_attn.o_proj.weight)
        nn.init.zeros_(layer.mlp.down_proj.weight)
    nn.init.zeros_(transformer.lm_head.weight)
    if transformer.config.place_features:
        nn.init.zeros_(transformer.model.place_embedding.weight)
    transformer.model.visual_embed_tokens.weight.copy_(quantizer.table())
