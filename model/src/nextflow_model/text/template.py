"""A prompt in its chat frame: each literal piece is tokenised alone, specials enter by id only."""

import unicodedata

from nextflow_model.text.tokenizer import TextTokenizer


def prompt_ids(
    tokenizer: TextTokenizer, template: list[dict[str, str]], specials: dict[str, int], prompt: str
) -> list[int]:
    """Ids of the template with the prompt in its slot; an empty prompt gives the unconditional row."""
    clean = unicodedata.normalize("NFC", prompt).strip()
    ids: list[int] = []
    for piece in template:
        if "special" in piece:
            ids.append(specials[piece["special"]])
        else:
            ids += tokenizer.encode(piece["text"] if "text" in piece else clean)
    return ids
