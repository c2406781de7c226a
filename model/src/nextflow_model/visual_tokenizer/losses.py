"""What the visual tokenizer is punished for. No adversary and no perceptual network: both need weights or hours.

Blur is fought by comparing gradients as well as colours, at three resolutions.
"""

from torch import Tensor
from torch.nn import functional as F

COMMITMENT = 0.25


THING_WEIGHT = 3.0
FULL_SHARE = 0.2  # a thing that covers this much of a picture weighs THING_WEIGHT; smaller ones more


def pixel_weights(labels: Tensor) -> Tensor:
    """Pixels of cells that show a thing count more, above all of a small one: backgrounds are learned at once,
    and a blurred small thing is no thing at all.

    labels [B, h, w, 2] -> [B, 1, 16h, 16w], mean about one
    """
    thing, colour = labels.flatten(1, 2).unbind(-1)  # [B, n]
    look = thing * (colour.max() + 1) + colour
    share = (look[:, :, None] == look[:, None, :]).float().mean(dim=2)  # [B, n], of cells that look the same
    weights = 1 + THING_WEIGHT * (thing > 0) * (FULL_SHARE / share).sqrt()
    weights = (weights / weights.mean()).view(labels.shape[:3])[:, None]  # [B, 1, h, w]
    return F.interpolate(weights, scale_factor=16.0, mode="nearest")


def picture_loss(decoded: Tensor, target: Tensor, weights: Tensor) -> Tensor:
    """L1 of colours, of gradients, and of the colours at half and quarter size. [B, 3, H, W] twice -> scalar"""
    error = decoded - target
    loss = (weights * (error.abs() + error.square())).mean()
    for axis in (2, 3):  # the gradient of the error is the error of the gradient
        loss = loss + (weights.narrow(axis, 1, weights.shape[axis] - 1) * error.diff(dim=axis).abs()).mean()
    for factor in (2, 4):
        loss = loss + 0.5 * (F.avg_pool2d(weights, factor) * F.avg_pool2d(error, factor).abs()).mean()
    return loss


def semantic_loss(thing: Tensor, colour: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of what each cell shows. logits [B, classes, h, w] twice, labels [B, h, w, 2] -> scalar

    Stands in for TokenFlow's distance to SigLIP features: the labels are our frozen teacher.
    """
    return F.cross_entropy(thing, labels[..., 0]) + F.cross_entropy(colour, labels[..., 1])


def commitment_loss(features: Tensor, coded: Tensor) -> Tensor:
    """Pulls the encoders to what the codes can say. [B, C, h, w] twice -> scalar"""
    return COMMITMENT * F.mse_loss(features, coded.detach())
