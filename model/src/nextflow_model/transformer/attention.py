"""Grouped-query attention of Qwen2, with rotary embedding and an optional key/value cache."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nextflow_model.config import ModelConfig

Past = tuple[Tensor, Tensor]  # keys and values so far, each [B, kv_heads, past, head_dim]


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate halves: dimension i pairs with i + head_dim/2. x [B, heads, S, hd]; cos, sin [B, S, hd/2]"""
    cos, sin = cos[:, None], sin[:, None]
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)


def fused_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """q [B, heads, S, hd]; k, v [B, kv_heads, T, hd] -> [B, heads, S, hd]"""
    share = q.shape[1] // k.shape[1]  # query heads per key head
    k, v = k.repeat_interleave(share, dim=1), v.repeat_interleave(share, dim=1)
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)


def grouped_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """The same in plain products, for training: on CPUs the fused kernel's backward pass is several times slower."""
    batch, heads, length, width = q.shape
    kv_heads = k.shape[1]
    stacked = (q * width**-0.5).reshape(batch, kv_heads, -1, width)  # query heads of one key head below each other
    scores = (stacked @ k.transpose(2, 3)).unflatten(2, (heads // kv_heads, length))
    if mask is not None:
        scores = scores.masked_fill_(~mask[:, :, None], float("-inf"))  # in place: a copy costs as much as the softmax
    shares = scores.softmax(dim=-1).flatten(2, 3)  # [B, kv_heads, share * S, T]
    return (shares.to(v.dtype) @ v).reshape(batch, heads, length, width)


class Attention(nn.Module):
    """q, k, v carry a bias and o none, as in Qwen2."""

    def __init__(self, config: ModelConfig):
        super().__init__()
        self.heads, self.kv_heads, self.head_dim = (
            config.num_attention_heads,
            config.num_key_value_heads,
            config.head_dim,
        )
        width = config.hidden_size
        self.q_proj = nn.Linear(width, self.heads * self.head_dim)
        self.k_proj = nn.Linear(width, self.kv_heads * self.head_dim)
        self.v_proj = nn.Linear(width, self.kv_heads * self.head_dim)
        self.o_proj = nn.Linear(self.heads * self.head_dim, width, bias=False)

    def forward(
        self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None, past: Past | None
    ) -> tuple[Tensor, Past]:
        """x [B, S, D]; mask bool [B or 1, 1, S, past + S], true = may look, None = everything. -> [B, S, D], cache"""
        q = rotate(self._heads_apart(self.q_proj(x)), cos, sin)
        k = rotate(self._heads_apart(self.k_proj(x)), cos, sin)
        v = self._heads_apart(self.v_proj(x))
        if past is not None:
            k, v = torch.cat([past[0], k], dim=2), torch.cat([past[1], v], dim=2)
        y = grouped_attention(q, k, v, mask) if self.training else fused_attention(q, k, v, mask)
        return self.o_proj(y.transpose(1, 2).flatten(2)), (k, v)

    def _heads_apart(self, x: Tensor) -> Tensor:
        """[B, S, heads * hd] -> [B, heads, S, hd]"""
        return x.unflatten(-1, (-1, self.head_dim)).transpose(1, 2)
