"""What the visual tokenizer is punished for. No adversary and no perceptual network: both need weights or hours.

Blur is fought by comparing gradients as well as colours, at three resolutions.
"""

from torch import Tensor
from torch.nn import functional as F

COMMITMENT = 0.25


def picture_loss(decoded: Tensor, target: Tensor) -> Tensor:
    """L1 of colours, of gradients, and of the colours at half and quarter size. [B, 3, H, W] twice -> scalar"""
    loss = F.l1_loss(decoded, target) + F.mse_loss(decoded, target)
    for axis in (2, 3):
        loss = loss + F.l1_loss(decoded.diff(dim=axis), target.diff(dim=axis))
    for factor in (2, 4):
        loss = loss + 0.5 * F.l1_loss(F.avg_pool2d(decoded, factor), F.avg_pool2d(target, factor))
    return loss


def semantic_loss(thing: Tensor, colour: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of what each cell shows. logits [B, classes, h, w] twice, labels [B, h, w, 2] -> scalar

    Stands in for TokenFlow's distance to SigLIP features: the labels are our frozen teacher.
    """
    return F.cross_entropy(thing, labels[..., 0]) + F.cross_entropy(colour, labels[..., 1])


def commitment_loss(features: Tensor, coded: Tensor) -> Tensor:
    """Pulls the encoders to what the codes can say. [B, C, h, w] twice -> scalar"""
    return COMMITMENT * F.mse_loss(features, coded.detach())
