"""An exchange: what is said and shown to the model, and what it answers. Training and examination share it.

Pictures are scenes: they are drawn when a size is known, so one exchange serves every level and aspect ratio.
"""

from dataclasses import dataclass

from nextflow_model.world import Scene


@dataclass(frozen=True)
class Text:
    """Plain text; special tokens are never written in it."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A scene to be drawn. All pictures of one exchange are drawn at the same size."""

    scene: Scene


Part = Text | Picture


@dataclass(frozen=True)
class Turn:
    """What one role says: "system", "user" or "assistant".

    Every part of an assistant's turn is a target; the parts of the others are given.
    """

    role: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Exchange:
    """One example. `task` names the ability, `about` is what its grader needs (a record of the task's own module)."""

    task: str
    turns: tuple[Turn, ...]
    about: object = None


def asked(task: str, user: tuple[Part, ...], assistant: tuple[Part, ...], about: object = None) -> Exchange:
    """The usual case: one user turn and one answer."""
    return Exchange(task, (Turn("user", user), Turn("assistant", assistant)), about)
