"""The procedural world: scenes, their pictures, captions, labels and what a caption demands."""

from nextflow_model.world.backgrounds import BACKGROUNDS
from nextflow_model.world.captions import Caption, caption
from nextflow_model.world.demands import Demands, Wanted, demands
from nextflow_model.world.labels import LABEL_CLASSES, labels
from nextflow_model.world.palette import COLOUR_NAMES, COLOURS
from nextflow_model.world.rendering import draw_scene
from nextflow_model.world.sampling import sample_scene
from nextflow_model.world.scene import ABILITIES, PATTERNS, STYLES, TURNS, Item, Pattern, Scene
from nextflow_model.world.split import RESERVED_PAIRS, is_heldout
from nextflow_model.world.things import SIZES, THINGS

__all__ = [
    "ABILITIES", "BACKGROUNDS", "COLOURS", "COLOUR_NAMES", "LABEL_CLASSES", "PATTERNS", "RESERVED_PAIRS", "SIZES", "STYLES", "THINGS",
    "TURNS", "Caption", "Demands", "Item", "Pattern", "Scene", "Wanted", "caption", "demands",
    "draw_scene", "is_heldout", "labels", "sample_scene",
]  # fmt: skip
