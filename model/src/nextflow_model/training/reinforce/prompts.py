"""Prompts of the training split, and what each demands. Held-out prompts are never seen here."""

from dataclasses import dataclass

import numpy as np

from nextflow_model.config import ModelConfig
from nextflow_model.tasks.drawings import sample_drawing
from nextflow_model.text.template import prompt_ids
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.world import Demands


@dataclass(frozen=True)
class Prompts:
    """P prompts as ids that end in <|boi|>; `empty` is the prompt of the unconditional row."""

    ids: list[list[int]]
    empty: list[int]
    demands: list[Demands]

    def __len__(self) -> int:
        return len(self.ids)


def training_prompts(config: ModelConfig, text: TextTokenizer, count: int, generator: np.random.Generator) -> Prompts:
    """`count` fresh prompts, framed as they are for drawing."""
    exchanges = [sample_drawing(generator, "train") for _ in range(count)]

    def framed(prompt: str) -> list[int]:
        return prompt_ids(text, config.templates["generation"], config.special_tokens, prompt)

    asked = [framed(exchange.turns[0].parts[0].text) for exchange in exchanges]
    return Prompts(asked, framed(""), [exchange.about for exchange in exchanges])
