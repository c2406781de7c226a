"""What a caption demands of a picture: only what it says."""

from dataclasses import dataclass

from nextflow_model.world.captions import Caption
from nextflow_model.world.scene import Scene


@dataclass(frozen=True)
class Wanted:
    """`count` things alike; `size` is None where the caption leaves it open."""

    thing: str
    colour: str
    size: str | None
    count: int = 1


@dataclass(frozen=True)
class Demands:
    """All that must be seen, and nothing else may be: `wanted[0]` stands in `relation` to the others.

    `relation` and `background` are None where the caption demands none.
    """

    wanted: tuple[Wanted, ...]
    relation: str | None
    background: str | None


def demands(scene: Scene, caption: Caption | None = None) -> Demands:
    """What `caption` says about `scene`; without a caption, everything the scene shows."""
    sizes = caption.states_size if caption is not None else (True,) * len(scene.items)
    background = scene.background if caption is None or caption.states_background else None
    if scene.ability == "count":
        item = scene.items[0]
        wanted = (Wanted(item.thing, item.colour, item.size if sizes[0] else None, len(scene.items)),)
        return Demands(wanted, None, background)
    wanted = tuple(
        Wanted(item.thing, item.colour, item.size if stated else None)
        for item, stated in zip(scene.items, sizes, strict=True)
    )
    return Demands(wanted, scene.relation, background)
