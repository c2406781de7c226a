"""Where a visual tokenizer's training stands: joint stages first, then refinement of the pixel decoder."""

from nextflow_model.training.budget import Budget, rate_factor

WARM_UP_SHARE = 0.08  # of the joint minutes


class Stages:
    """Reads the budget; `joint_minutes` of it belong to encoders, codebooks and decoder together."""

    def __init__(self, budget: Budget, joint_minutes: float):
        self.budget, self.joint_seconds = budget, 60 * joint_minutes

    def joint_share(self) -> float:
        """Progress through the joint stages: from 1 on the codes are final."""
        return self.budget.spent_seconds() / self.joint_seconds

    def codes_final(self) -> bool:
        return self.joint_share() >= 1

    def warming_up(self) -> bool:
        return self.joint_share() < WARM_UP_SHARE

    def rate_factor(self) -> float:
        """Both halves have their own warm-up and decay; the joint one stops short of zero."""
        if not self.codes_final():
            return max(0.1, rate_factor(self.joint_share()))
        refining = self.budget.spent_seconds() - self.joint_seconds
        return rate_factor(min(1.0, refining / max(1.0, self.budget.total_seconds - self.joint_seconds)))


def resumed_seconds(saved: dict | None, new_budget: bool, joint_minutes: float) -> float:
    """What a resumed run has already spent. Under a new budget final codes stay final: only refinement starts over."""
    if saved is None:
        return 0.0
    if new_budget:
        return 60 * joint_minutes if saved["codes_final"] else 0.0
    return saved["spent_seconds"]
