"""Whether everything in a scene can be seen: not every colour shows on every background and thing."""

from nextflow_model.world.backgrounds import allowed_colours
from nextflow_model.world.palette import stands_out
from nextflow_model.world.scene import Item, Scene


def all_visible(scene: Scene) -> bool:
    """Whether every thing stands out from what lies behind it, and every pattern from its thing and background.

    Inside a container that is drawn as lines it is the background that lies behind.
    """
    allowed = allowed_colours(scene.background)
    return all(
        all(_shows(colour, behind, allowed) for colour in _inks(item))
        and (item.pattern is None or stands_out(item.colour, item.pattern.colour))
        for item in scene.items
        for behind in [_container(item, scene) if scene.style != "outline" else None]
    )


def _container(item: Item, scene: Scene) -> Item | None:
    return scene.items[1] if scene.relation == "inside" and item is scene.items[0] else None


def _inks(item: Item) -> tuple[str, ...]:
    return (item.colour,) if item.pattern is None else (item.colour, item.pattern.colour)


def _shows(colour: str, behind: Item | None, allowed: tuple[str, ...]) -> bool:
    return colour in allowed if behind is None else all(stands_out(colour, other) for other in _inks(behind))
