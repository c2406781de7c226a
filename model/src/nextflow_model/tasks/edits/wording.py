"""Words and phrases that instructions choose from; {it} is the thing meant, {new} the thing wanted."""

import numpy as np

from nextflow_model.world.sampling import pick

Wordings = tuple[str, ...]

PLACES: dict[str, Wordings] = {
    "left": ("the left {}", "the {} on the left", "the left {}"),
    "right": ("the right {}", "the {} on the right", "the right {}"),
    "top": ("the top {}", "the {} at the top", "the upper {}"),
    "bottom": ("the bottom {}", "the {} at the bottom", "the lower {}"),
    "middle": ("the middle {}", "the {} in the middle"),
    "top left": ("the top left {}", "the {} at the top left"),
    "top right": ("the top right {}", "the {} at the top right"),
    "bottom left": ("the bottom left {}", "the {} at the bottom left"),
    "bottom right": ("the bottom right {}", "the {} at the bottom right"),
}

ADD: Wordings = (
    "add {new} {where} {it}", "add {new} {where} {it}", "put {new} {where} {it}", "draw {new} {where} {it}",
    "place {new} {where} {it}", "there should be {new} {where} {it}",
)  # fmt: skip
REMOVE: Wordings = (
    "remove {it}", "remove {it}", "take {it} away", "take {it} out of the picture", "erase {it}", "delete {it}",
    "get rid of {it}", "the same picture without {it}",
)  # fmt: skip
REPLACE: Wordings = (
    "replace {it} with {new}", "replace {it} by {new}", "swap {it} for {new}", "put {new} where {it} is",
    "change {it} into {new}", "turn {it} into {new}",
)  # fmt: skip
REPLACE_KEEPING_COLOUR: Wordings = (
    "turn {it} into {new} of the same colour", "replace {it} with {new} in the same colour",
    "make {it} {new}, but keep the colour",
)  # fmt: skip
RECOLOUR: Wordings = (
    "make {it} {colour}", "make {it} {colour}", "paint {it} {colour}", "colour {it} {colour}",
    "change the colour of {it} to {colour}", "{it} should be {colour}",
)  # fmt: skip
RESIZE: dict[int, Wordings] = {
    1: ("make {it} bigger", "make {it} larger", "make {it} a little bigger", "let {it} grow", "{it} should be larger"),
    2: ("make {it} much bigger", "make {it} much larger", "let {it} grow a lot", "make {it} as big as you can"),
    -1: ("make {it} smaller", "make {it} a little smaller", "let {it} shrink", "{it} should be smaller"),
    -2: ("make {it} much smaller", "make {it} tiny", "let {it} shrink a lot", "{it} should be much smaller"),
}
TURN: dict[int, Wordings] = {
    0: ("turn {it} the right way up", "put {it} upright again", "rotate {it} back"),
    90: (
        "rotate {it} a quarter turn clockwise", "turn {it} a quarter turn clockwise", "turn {it} 90 degrees clockwise",
        "rotate {it} 90 degrees to the right",
    ),
    180: ("turn {it} upside down", "turn {it} upside down", "put {it} upside down", "rotate {it} by half a turn",
          "rotate {it} 180 degrees"),
    270: (
        "rotate {it} a quarter turn counter-clockwise", "turn {it} a quarter turn counter-clockwise",
        "turn {it} 90 degrees counter-clockwise", "rotate {it} 90 degrees to the left",
    ),
}  # fmt: skip
COVER: Wordings = (
    "cover {it} with {colour} {pattern}", "give {it} {colour} {pattern}", "paint {colour} {pattern} on {it}",
    "{it} should have {colour} {pattern}",
)  # fmt: skip
UNCOVER: Wordings = (
    "remove the {pattern} from {it}", "take the {pattern} off {it}", "make {it} plain again",
    "{it} should have no {pattern}",
)  # fmt: skip

MOVE_TO: Wordings = ("move {it} to the {side}", "move {it} to the {side} of the picture", "put {it} on the {side}")
MOVE_TO_END: Wordings = ("move {it} to the {side}", "move {it} to the {side} of the picture", "put {it} at the {side}")
MOVE_MIDDLE: Wordings = (
    "move {it} to the middle", "put {it} in the middle", "put {it} in the middle of the picture", "centre {it}",
)  # fmt: skip
MOVE_CORNER: Wordings = ("move {it} to the {side} corner", "put {it} in the {side} corner")
MOVE_A_LITTLE: dict[str, Wordings] = {
    "left": ("move {it} a little to the left", "shift {it} a bit to the left"),
    "right": ("move {it} a little to the right", "shift {it} a bit to the right"),
    "top": ("move {it} up a little", "shift {it} a bit higher"),
    "bottom": ("move {it} down a little", "shift {it} a bit lower"),
}
MOVE_NEXT_TO: Wordings = ("move {it} {where} {other}", "put {it} {where} {other}", "{it} should be {where} {other}")

SET_COUNT: Wordings = (
    "make it {count} {things}", "there should be {count} {things}", "draw {count} {things} instead",
    "change the number of {things} to {count}", "I want {count} {things}",
)  # fmt: skip
MORE: dict[int, Wordings] = {
    1: ("add one more {thing}", "add another {thing}", "draw one more {thing}"),
    2: ("add two more {things}", "draw two more {things}"),
    3: ("add three more {things}", "draw three more {things}"),
}
FEWER: dict[int, Wordings] = {
    1: ("remove one of the {things}", "take one {thing} away", "one {thing} less"),
    2: ("remove two of the {things}", "take two {things} away"),
    3: ("remove three of the {things}", "take three {things} away"),
}

BACKGROUND: Wordings = (
    "change the background to {ground}", "make the background {ground}", "replace the background with {ground}",
    "use {ground} as the background",
)  # fmt: skip
BACKGROUND_PUT: Wordings = ("put everything {where}", "show the same {where}", "draw the same picture {where}")
GROUNDS: dict[str, Wordings] = {
    "white": ("plain white", "white"), "cream": ("cream", "plain cream"), "grey": ("grey", "light grey"),
    "pink": ("pink", "light pink"), "sky": ("a blue sky", "the sky"), "meadow": ("a meadow", "a green meadow"),
    "sand": ("a beach", "a sandy beach"), "night": ("a night sky", "the night sky"),
}  # fmt: skip
NIGHT: Wordings = (
    "make it night", "turn day into night", "let it get dark", "show the same at night", "switch off the light",
    "the same scene at night", "let night fall",
)  # fmt: skip
DAY: Wordings = (
    "make it day, with a blue sky", "turn night into day, with a blue sky", "let it get light, with a blue sky",
    "show the same by day in a blue sky",
)  # fmt: skip
STYLE: dict[str, Wordings] = {
    "flat": ("draw it in flat colours", "make it flat, without lines and shades", "use flat colours only",
             "turn it into a flat picture"),
    "outline": ("make it a line drawing", "draw only the outlines", "turn it into a line drawing",
                "show it as outlines only"),
    "pixelated": ("make it pixel art", "turn it into pixel art", "draw it in large pixels", "make it pixelated"),
    "shaded": ("draw it with lines and shades", "give it lines and shades", "turn it back into a normal drawing",
               "draw it in the usual style"),
}  # fmt: skip
ZOOM: dict[int, Wordings] = {
    1: ("zoom in", "zoom in", "move the camera closer", "show it from closer up", "go closer", "zoom in a little"),
    -1: ("zoom out", "zoom out", "move the camera back", "show it from farther away", "step back",
         "zoom out a little"),
}  # fmt: skip
EXTRACT: Wordings = (
    "cut out {it} and show it alone on white", "show only {it}, in the middle, on white",
    "extract {it} onto a white background", "show {it} alone in the middle of a white picture",
)  # fmt: skip
KEEP_THE_REST: Wordings = ("keep everything else the same", "leave the rest as it is", "change nothing else")


def said(rng: np.random.Generator, text: str, rest: bool = False) -> str:
    """The instruction as someone might type it; with `rest`, sometimes with a word about everything else."""
    if rest and rng.random() < 0.08:
        text = f"{text}, {pick(rng, KEEP_THE_REST)}"
    if rng.random() < 0.1 and text.split(" ", 1)[0] not in ("the", "there", "I", "both", "all", "one"):
        text = f"please {text}"
    if rng.random() < 0.5:
        text = text[0].upper() + text[1:]
    return text + "." if rng.random() < 0.45 else text
