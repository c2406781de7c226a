"""What guidance pushes away from: the same picture, drawn after pictures alone, without a word."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol


class SaidTurn(Protocol):
    """A turn of a dialogue, in training or in use."""

    @property
    def role(self) -> str: ...

    @property
    def parts(self) -> Sequence[Any]: ...


def kept_pictures(turns: Sequence[SaidTurn], is_picture: Callable[[Any], bool]) -> list[Any]:
    """The pictures that stay for the unconditional row of a picture that is drawn after `turns`.

    Those that the user gave; but where the newest one was drawn, the conversation has gone on from it, and it stays
    alone, as the source of an edit would.
    """
    shown = [(turn.role, part) for turn in turns for part in turn.parts if is_picture(part)]
    if shown and shown[-1][0] == "assistant":
        return [shown[-1][1]]
    return [part for role, part in shown if role == "user"]
