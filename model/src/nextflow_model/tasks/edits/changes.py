"""Changes of scenes, free of words and chance. Each gives the scene afterwards, or None where it breaks a rule."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from nextflow_model.tasks.edits.arrangement import arranged
from nextflow_model.tasks.edits.rules import lawful
from nextflow_model.world import SIZES, Item, Scene
from nextflow_model.world.layout import LATTICE, Spot

SIZE_NAMES = tuple(SIZES)  # from the smallest to the largest
# Neighbouring sizes stand in this ratio, nearly: 0.40 / 0.28 and 0.56 / 0.40.
_ZOOM = 1.4


def altered(scene: Scene, indices: Collection[int], **fields: Any) -> Scene | None:
    """The scene with the given fields of the items at `indices` set anew: colour, thing, size, turn, pattern."""
    items = tuple(replace(item, **fields) if index in indices else item for index, item in enumerate(scene.items))
    return with_items(scene, items)


def moved(scene: Scene, index: int, spot: Spot) -> Scene | None:
    """One thing at another spot of the lattice."""
    return altered(scene, (index,), x=spot[0] / LATTICE, y=spot[1] / LATTICE)


def without(scene: Scene, index: int) -> Scene | None:
    """One thing removed; None where nothing would be left."""
    return with_items(scene, scene.items[:index] + scene.items[index + 1 :])


def joined_by(scene: Scene, item: Item) -> Scene | None:
    """One thing added, first in the order of meaning."""
    return with_items(scene, (item, *scene.items))


def on_background(scene: Scene, background: str) -> Scene | None:
    """The same things before another background."""
    return _kept(replace(scene, background=background))


def in_style(scene: Scene, style: str) -> Scene | None:
    """The same picture drawn in another way."""
    return _kept(replace(scene, style=style))


def zoomed(scene: Scene, steps: int) -> Scene | None:
    """Everything one size larger and farther from the middle (`steps` = 1), or smaller and closer to it (-1)."""
    sizes = [SIZE_NAMES.index(item.size) + steps for item in scene.items]
    if not all(0 <= size < len(SIZE_NAMES) for size in sizes):
        return None
    factor = _ZOOM**steps
    items = tuple(
        replace(item, size=SIZE_NAMES[size], x=_from_middle(item.x, factor), y=_from_middle(item.y, factor))
        for item, size in zip(scene.items, sizes, strict=True)
    )
    return with_items(scene, items)


def extracted(scene: Scene, index: int) -> Scene | None:
    """One thing alone, as large as it was, in the middle of a white picture."""
    return _kept(Scene("single", (replace(scene.items[index], x=0.5, y=0.5),), None, "white", scene.style))


def with_items(scene: Scene, items: tuple[Item, ...]) -> Scene | None:
    """Other items in the same surroundings."""
    return _kept(arranged(items, scene.background, scene.style)) if items else None


def _kept(scene: Scene) -> Scene | None:
    return scene if lawful(scene) else None


def _from_middle(share: float, factor: float) -> float:
    steps = (share - 0.5) * LATTICE * factor
    # Halves go outwards on both sides, so that what was symmetric stays so.
    return (LATTICE // 2 + int(abs(steps) + 0.5) * (1 if steps > 0 else -1)) / LATTICE
