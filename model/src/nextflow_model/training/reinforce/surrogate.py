"""What an update minimises: the clipped policy ratio against the distance from the frozen reference."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Surrogate:
    """`kl` in nats per code under the scale weights; `clip_share` of the codes had reached the edge of the ratio."""

    loss: Tensor
    kl: float
    clip_share: float


def surrogate(
    new: Tensor, old: Tensor, reference: Tensor, advantages: Tensor, weights: Tensor, clip: float, beta: float
) -> Surrogate:
    """new, old, reference: log-probabilities [R, N]; advantages [R]; weights [N] with mean 1 (PANW).

    The ratio is taken code by code. The paper's is that of a whole scale, the product over its codes: on the first
    update after a rollout both have the same gradient, but a product over many codes leaves any clip range at once.
    The KL estimate is k3: never negative, and zero exactly where the policies agree. It carries the weights too, so
    that the pull back stands in the same proportion to the reward at every scale.
    """
    ratio, gains = (new - old).exp(), advantages[:, None]
    free, held = ratio * gains, ratio.clamp(1 - clip, 1 + clip) * gains
    behind = reference - new
    kl = behind.exp() - behind - 1
    loss = -((torch.minimum(free, held) - beta * kl) * weights).mean()
    return Surrogate(loss, (kl.detach() * weights).mean().item(), (held < free).float().mean().item())
