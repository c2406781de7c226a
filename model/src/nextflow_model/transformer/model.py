"""The whole decoder: embeddings, layers, final norm, and one head over text tokens and visual codes."""

from torch import Tensor, nn

from nextflow_model.config import ModelConfig
from nextflow_model.transformer.attention import Past
from nextflow_model.transformer.block import Block
from nextflow_model.transformer.embeddings import InputEmbeddings


class Decoder(InputEmbeddings):
    """Embedded inputs to hidden states after the final norm."""

    def __init__(self, config: ModelConfig):
        super().__init__(config)
        self.layers = nn.ModuleList(Block(config) for _ in range(config.num_hidden_layers))
        self.norm = nn.RMSNorm(config.hidden_size, eps=config.rms_norm_eps)

    def forward(
        self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None = None, past: list[Past] | None = None
    ) -> tuple[Tensor, list[Past]]:
        """x [B, S, D], cos and sin [B, S, hd/2], mask see Attention. -> hidden [B, S, D], one cache per layer"""
        caches = []
        for index, layer in enumerate(self.layers):
            x, cache = layer(x, cos, sin, mask, past[index] if past else None)
            caches.append(cache)
        return self.norm(x), caches


class Transformer(nn.Module):
    """`model.*` and `lm_head.*` of the checkpoint. The head holds text rows first, then visual codes."""

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.model = Decoder(config)
        self.lm_head = nn.Linear(config.hidden_size, config.text_vocab_size + config.visual_vocab_size, bias=False)

    def visual_logits(self, hidden: Tensor) -> Tensor:
        """Only visual codes are legal inside a picture, so only their rows are computed. [.., D] -> [.., V]"""
        return hidden.float() @ self.lm_head.weight[self.config.text_vocab_size :].float().T

    def text_logits(self, hidden: Tensor) -> Tensor:
        """[.., D] -> [.., Vt]"""
        return hidden.float() @ self.lm_head.weight[: self.config.text_vocab_size].float().T
