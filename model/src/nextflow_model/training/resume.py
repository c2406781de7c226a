"""Training state on disk, replaced atomically so that a killed run always leaves a whole file."""

import os
from pathlib import Path

import torch


def save_state(path: Path, state: dict) -> None:
    draft = path.with_suffix(".draft")
    torch.save(state, draft)
    os.replace(draft, path)


def load_state(path: Path) -> dict | None:
    """None when there is nothing to resume."""
    return torch.load(path, map_location="cpu", weights_only=True) if path.exists() else None
