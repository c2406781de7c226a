"""The ten colours of the world, and the shades a thing is drawn in."""

from typing import NamedTuple

RGB = tuple[int, int, int]

# Far apart in RGB, so that a blurred picture still names its colours.
COLOURS: dict[str, RGB] = {
    "red": (222, 36, 40),
    "orange": (250, 138, 16),
    "yellow": (252, 216, 28),
    "green": (38, 158, 62),
    "blue": (34, 92, 220),
    "purple": (134, 52, 184),
    "pink": (250, 112, 182),
    "brown": (134, 80, 38),
    "black": (34, 34, 38),
    "white": (255, 255, 255),
}
COLOUR_NAMES: tuple[str, ...] = tuple(COLOURS)

# Pairs that melt into each other when one lies directly on the other.
_NEIGHBOURS = {
    frozenset(pair)
    for pair in (
        ("red", "orange"), ("red", "pink"), ("red", "brown"), ("orange", "yellow"),
        ("orange", "brown"), ("brown", "black"), ("blue", "purple"), ("pink", "purple"),
    )
}  # fmt: skip


class Shades(NamedTuple):
    """Every ink a figure may use, 0..255 RGB: the main colour, its family, and neutral details."""

    main: RGB
    shade: RGB
    light: RGB
    line: RGB
    dark: RGB = (46, 46, 54)
    pale: RGB = (250, 246, 230)
    wood: RGB = (126, 92, 62)
    stem: RGB = (86, 128, 70)


def _mixed(colour: RGB, other: RGB, share: float) -> RGB:
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def shades(colour: str) -> Shades:
    """The inks for a thing of the named colour."""
    main = COLOURS[colour]
    if colour == "white":
        return Shades(main, shade=(206, 212, 224), light=(232, 236, 244), line=(136, 144, 162))
    black = (0, 0, 0)
    return Shades(
        main,
        shade=_mixed(main, black, 0.28),
        light=_mixed(main, (255, 255, 255), 0.42),
        line=_mixed(main, black, 0.46),
    )


def flat_shades(colour: str) -> Shades:
    """The inks for a thing of the named colour in plain areas: the whole family is the main colour.

    An area that would take the line's ink is a hole, so it becomes dark like other openings.
    """
    main = COLOURS[colour]
    return Shades(main, shade=main, light=main, line=Shades._field_defaults["dark"])


def line_shades(colour: str) -> Shades:
    """The inks for lines alone: white ones would be lost on pale backgrounds, so they take their usual grey."""
    inks = shades(colour)
    return inks._replace(main=inks.line) if colour == "white" else inks


def stands_out(colour: str, other: str) -> bool:
    """Whether a thing of `colour` is plainly visible on top of a thing of `other`."""
    return colour != other and frozenset((colour, other)) not in _NEIGHBOURS
