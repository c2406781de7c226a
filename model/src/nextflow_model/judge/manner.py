"""How the judge expects things to be drawn while it reads a picture."""

from typing import NamedTuple

import numpy as np

from nextflow_model.judge.blocks import block_sigma
from nextflow_model.judge.softness import template_sigmas
from nextflow_model.world.dress import Dress
from nextflow_model.world.palette import COLOUR_NAMES, COLOURS, line_shades
from nextflow_model.world.turns import distinct_turns


class Manner(NamedTuple):
    """The style of the things (shaded, flat or outline), and whether turns and patterns are reckoned with.

    `grid` is the picture's (height, width) in px if it is made of blocks, else None.
    """

    style: str = "shaded"
    looks: bool = False
    grid: tuple[int, int] | None = None

    def dresses(self, thing: str) -> tuple[Dress, ...]:
        """Every dress without a pattern in which the thing looks different."""
        return tuple(Dress(turn, style=self.style) for turn in (distinct_turns(thing) if self.looks else (0,)))

    def sigmas(self, short_side: int) -> tuple[float, ...]:
        """Blurs in px that templates are tried with."""
        return template_sigmas(short_side) if self.grid is None else (block_sigma(short_side),)

    def mains(self) -> np.ndarray:
        """The ink that leads in a thing of each colour, float32 [colours, 3]."""
        outline = self.style == "outline"
        inks = [line_shades(name).main if outline else COLOURS[name] for name in COLOUR_NAMES]
        return np.asarray(inks, dtype=np.float32)
