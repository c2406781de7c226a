"""The words of plain statements: one for each thing that can be said."""

NUMBER_WORDS: tuple[str, ...] = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight")

PLACES: dict[str, str] = {
    "white": "on a white background",
    "cream": "on a cream background",
    "grey": "on a grey background",
    "pink": "on a pink background",
    "sky": "in the sky",
    "meadow": "on a meadow",
    "sand": "on the beach",
    "night": "at night",
}

RELATIONS: dict[str, str] = {
    "left of": "to the left of",
    "right of": "to the right of",
    "above": "above",
    "below": "below",
    "inside": "inside",
    "between": "between",
}

# How the thing named last stands to the one named first: "a fish and a star above it".
RELATIONS_TO_IT: dict[str, str] = {
    "left of": "to its left",
    "right of": "to its right",
    "above": "above it",
    "below": "below it",
}
