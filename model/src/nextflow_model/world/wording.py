"""Words and phrases that captions choose from."""

SIZE_WORDS: dict[str, tuple[str, ...]] = {
    "small": ("small", "small", "little", "tiny"),
    "medium": ("medium", "medium-sized"),
    "large": ("large", "big", "big", "huge"),
}

SIZE_STATED: dict[str, float] = {"small": 0.35, "medium": 0.08, "large": 0.4}
"""How often a caption names the size of a thing: people rarely say that a thing is medium."""

NUMBERS: dict[int, tuple[str, ...]] = {
    1: ("one", "a single", "1", "a", "a"),
    2: ("two", "two", "two", "2", "a pair of"),
    3: ("three", "three", "three", "3", "a group of three"),
    4: ("four", "four", "four", "4", "a group of four"),
}

RELATION_WORDS: dict[str, tuple[str, ...]] = {
    "left of": ("to the left of", "to the left of", "left of", "on the left of", "on the left side of"),
    "right of": ("to the right of", "to the right of", "right of", "on the right of", "on the right side of"),
    "above": ("above", "above", "over"),
    "below": ("below", "under", "under", "beneath", "underneath"),
    "inside": ("inside", "inside", "in", "within", "inside of"),
}

# How a thing just named is referred to: "a house with a sun above it".
RELATION_TO_IT: dict[str, tuple[str, ...]] = {
    "left of": ("to its left", "to the left of it", "on its left"),
    "right of": ("to its right", "to the right of it", "on its right"),
    "above": ("above it", "over it"),
    "below": ("below it", "under it", "beneath it"),
    "inside": ("inside it", "inside", "in it"),
}

BACKGROUND_WORDS: dict[str, tuple[str, ...]] = {
    "white": ("on a white background", "on white", "against a white background"),
    "cream": ("on a cream background", "on cream", "against a cream background"),
    "grey": ("on a grey background", "on grey", "on a gray background", "against a light grey background"),
    "pink": ("on a pink background", "on a light pink background", "against a pale pink background"),
    "sky": ("in the sky", "in a blue sky", "against the sky", "on a sky blue background"),
    "meadow": ("on a green meadow", "on a meadow", "in a meadow", "on the grass", "in a green field"),
    "sand": ("on a sandy beach", "on the beach", "on the sand", "at the beach"),
    "night": ("at night", "in the night", "on a dark night", "against the night sky"),
}
BACKGROUND_STATED = 0.3

FRAMES: tuple[str, ...] = (
    "a picture of {}", "an image of {}", "a drawing of {}", "there is {}", "here is {}", "draw {}", "draw {}",
    "please draw {}", "show me {}", "paint {}", "make a picture of {}", "an illustration of {}",
    "I want to see {}", "can you draw {}", "create an image of {}",
)  # fmt: skip
FRAME_USED = 0.35
