"""Checkpoint tensors into torch modules and back."""

import numpy as np
import torch

from nextflow_model.config import ModelConfig
from nextflow_model.transformer.model import Transformer
from nextflow_model.visual_tokenizer.model import VisualTokenizer

PREFIX = "visual_tokenizer."


def build_modules(values: dict, tensors: dict[str, np.ndarray]) -> tuple[Transformer, VisualTokenizer]:
    """Both networks in evaluation mode, float32, from what `checkpoint.load_checkpoint` returned."""
    config = ModelConfig.read(values)
    transformer, tokenizer = Transformer(config), VisualTokenizer(config.visual_tokenizer)
    state = {name: torch.from_numpy(tensor.astype(np.float32)) for name, tensor in tensors.items()}
    transformer.load_state_dict({n: t for n, t in state.items() if not n.startswith(PREFIX)})
    tokenizer.load_state_dict({n.removeprefix(PREFIX): t for n, t in state.items() if n.startswith(PREFIX)})
    return transformer.eval(), tokenizer.eval()


def module_tensors(transformer: Transformer, tokenizer: VisualTokenizer) -> dict[str, np.ndarray]:
    """The tensors of a whole checkpoint, float32."""
    state = dict(transformer.state_dict())
    state |= {PREFIX + name: tensor for name, tensor in tokenizer.state_dict().items()}
    return {name: tensor.detach().cpu().float().numpy() for name, tensor in state.items()}
