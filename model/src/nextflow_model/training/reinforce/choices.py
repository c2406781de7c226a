"""What was drawn at one scale, out of what could have been drawn: all that a policy needs to score it again."""

from dataclasses import dataclass

from torch import Tensor

from nextflow_model.sampler import CANDIDATES, Sampling


@dataclass(frozen=True)
class Choices:
    """The codes that top-k and top-p left over at each place, best first, and the rank of the drawn one."""

    ids: Tensor  # [R, n, k]
    kept: Tensor  # bool [R, n, k]
    ranks: Tensor  # [R, n]

    @property
    def codes(self) -> Tensor:
        """[R, n]"""
        return self.ids.gather(-1, self.ranks[..., None])[..., 0]

    def log_probabilities(self, logits: Tensor, temperature: float) -> Tensor:
        """Of the drawn codes, under these logits renormalised over the codes that were left over. [R, n, V] -> [R, n]

        The set stays that of the rollout: a policy that moved since would leave other codes over, and a drawn code
        outside its set would have no probability at all.
        """
        values = logits.gather(-1, self.ids) / temperature
        shares = values.masked_fill(~self.kept, float("-inf")).log_softmax(dim=-1)
        return shares.gather(-1, self.ranks[..., None])[..., 0]


def choose(logits: Tensor, sampling: Sampling, uniforms: Tensor) -> Choices:
    """`sampler.sample` that remembers. logits float32 [R, n, V], uniforms [R, n]

    The same arithmetic, but top-k instead of a stable sort (several times faster): among exactly equal logits the
    order is open here.
    """
    count = min(logits.shape[-1], CANDIDATES, int(sampling.top_k))
    values, ids = (logits / sampling.temperature).topk(count, dim=-1)
    probabilities = values.softmax(dim=-1)
    before = probabilities.cumsum(dim=-1) - probabilities
    kept = before < sampling.top_p
    inclusive = (probabilities * kept).cumsum(dim=-1)
    reached = (inclusive > uniforms[..., None] * inclusive[..., -1:]) & kept
    ranks = reached.int().argmax(dim=-1)  # the first true
    width = int(kept.sum(dim=-1).max())  # the rest is kept nowhere
    return Choices(ids[..., :width], kept[..., :width], ranks)
