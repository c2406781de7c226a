"""Starts a network from the checkpoint of an earlier run, whose text tokenizer may have been another one."""

from pathlib import Path

import torch
from torch import Tensor

from nextflow_model.checkpoint import load_checkpoint
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.transformer.model import Transformer
from nextflow_model.weights import PREFIX


@torch.no_grad()
def take_over(network: Transformer, text: TextTokenizer, checkpoint: Path) -> None:
    """Copies every weight; rows of text tokens by what they spell, tokens that are new keep their fresh rows."""
    values, arrays = load_checkpoint(checkpoint)
    earlier = {name: torch.from_numpy(array).float() for name, array in arrays.items() if not name.startswith(PREFIX)}
    known = TextTokenizer.open(checkpoint / "tokenizer.json")
    ours, theirs = _names(text), _names(known)
    shared = [name for name in ours if name in theirs]
    mine, other = (torch.tensor([ids[name] for name in shared]) for ids in (ours, theirs))
    state = network.state_dict()
    for name, value in earlier.items():
        if name == "model.embed_tokens.weight":
            state[name][mine] = value[other]
        elif name == "lm_head.weight":
            state[name] = _head(state[name], value, mine, other, text.size, known.size)
        else:
            state[name] = value
    if network.config.reads_last_scale and not values.get("reads_last_scale"):
        levels = state["model.level_embedding.weight"]
        levels[0] = levels[network.config.levels[0]]  # a closing block is most like one more block of the last scale
    network.load_state_dict(state)


def _head(fresh: Tensor, earlier: Tensor, mine: Tensor, other: Tensor, size: int, known_size: int) -> Tensor:
    """Text rows by name, then the rows of the visual codes as they are."""
    text_rows = fresh[:size].clone()
    text_rows[mine] = earlier[other]
    return torch.cat([text_rows, earlier[known_size:]])


def _names(tokenizer: TextTokenizer) -> dict[str, int]:
    return tokenizer.vocabulary | tokenizer.specials
