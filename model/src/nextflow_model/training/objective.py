"""Teacher-forced forward pass and the loss of a batch of captioned pictures (NextFlow Eq. 2, 3.2.3)."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from nextflow_model.config import ModelConfig
from nextflow_model.rope import picture_positions, rotary_table, text_positions
from nextflow_model.transformer.mask import block_mask, group_numbers
from nextflow_model.transformer.model import Transformer

Grid = tuple[int, int]


def scale_weights(grids: list[Grid], alpha: float = 0.9) -> Tensor:
    """Weight of each predicted code: 1 / (h w)^alpha, rescaled so that the whole picture keeps its weight. [N]"""
    counts = torch.tensor([rows * columns for rows, columns in grids], dtype=torch.float32)
    weights = (counts**-alpha).repeat_interleave(counts.long())
    return weights * len(weights) / weights.sum()


def padded_prompts(prompts: list[list[int]], pad: int) -> tuple[Tensor, Tensor]:
    """Prompts (each ending in <boi>) padded at the left, so that all pictures start together. -> [B, T], [B]"""
    length = max(map(len, prompts))
    padding = [length - len(prompt) for prompt in prompts]
    return torch.tensor([[pad] * n + prompt for n, prompt in zip(padding, prompts)]), torch.tensor(padding)


def batch_rotary(config: ModelConfig, length: int, padding: Tensor, grids: list[Grid]) -> tuple[Tensor, Tensor]:
    """Rotary tables of a padded batch; padding stands at position 0, unseen. -> two of [B, T + n, hd/2]"""
    rows = []
    for pad in padding.tolist():
        text = np.concatenate([np.zeros((pad, 3)), text_positions(0, length - pad)])
        rows.append(np.concatenate([text, picture_positions(grids, length - pad - 1, config.rope_range)]))
    cos, sin = rotary_table(np.stack(rows), config.head_dim, config.rope_theta, config.rope_assignment)
    return torch.from_numpy(cos), torch.from_numpy(sin)


def picture_logits(model: Transformer, prompts: list[list[int]], codes: list[Tensor], grids: list[Grid]) -> Tensor:
    """Logits of every code of the pictures, given the codes of the scales before. -> [B, N, V]"""
    config = model.config
    ids, padding = padded_prompts(prompts, config.special_tokens["pad"])
    counts = torch.zeros_like(ids)
    counts[:, -1] = len(grids)
    x = torch.cat([model.model.embed_text(ids, counts), model.model.embed_picture(codes, grids)], dim=1)
    mask = block_mask(group_numbers(ids.shape[1], grids), padding)
    hidden, _ = model.model(x, *batch_rotary(config, ids.shape[1], padding, grids), mask)
    return model.visual_logits(hidden[:, ids.shape[1] - 1 :])  # <boi> predicts scale 1, block k scale k


def picture_loss(logits: Tensor, targets: list[Tensor], weights: Tensor) -> tuple[Tensor, list[float]]:
    """Weighted cross-entropy and the plain mean of each scale, in nats. [B, N, V] -> scalar, K numbers"""
    losses = F.cross_entropy(logits.transpose(1, 2), torch.cat(targets, dim=1), reduction="none")  # [B, N]
    per_scale = losses.detach().split([target.shape[1] for target in targets], dim=1)
    return (losses * weights).mean(), [part.mean().item() for part in per_scale]
