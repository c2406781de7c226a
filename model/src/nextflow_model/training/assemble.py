"""Writes a checkpoint from the newest states of both trainings, while they run or after them.

`python -m nextflow_model.training.assemble --to FOLDER`: the averaged transformer and the newest pixel decoder.
"""

import argparse
from pathlib import Path

import numpy as np

from nextflow_model.checkpoint import save_checkpoint
from nextflow_model.config import ModelConfig
from nextflow_model.text.tokenizer import TextTokenizer
from nextflow_model.training.resume import load_state
from nextflow_model.training.run_codes import visual_tokenizer_of
from nextflow_model.training.transformer import STATE_FILE, TEXT_FILE, with_text_ids
from nextflow_model.transformer.model import Transformer
from nextflow_model.weights import module_tensors


def assemble(config_path: str | Path, run: Path, target: Path, half: bool = False) -> None:
    """Config and sampling come from the config file, so that tuned sampling needs no new training.

    `half` stores float16: enough to go on training from, and half as large to keep.
    """
    text = TextTokenizer.open(run / TEXT_FILE)
    config = ModelConfig.read(with_text_ids(ModelConfig.open(config_path).to_dict(), text))
    transformer, tokenizer = Transformer(config), visual_tokenizer_of(run, config)
    drawing = load_state(run / STATE_FILE)
    if drawing is None:
        raise SystemExit(f"{run} lacks the state of one of the trainings")
    transformer.load_state_dict(drawing["average"])
    tensors = module_tensors(transformer, tokenizer)
    kept = {name: tensor.astype(np.float16) for name, tensor in tensors.items()} if half else tensors
    save_checkpoint(target, config, kept)
    text.save(target / TEXT_FILE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", default="configs/demo.json")
    parser.add_argument("--folder", default="runs/demo", help="the run both trainings write to")
    parser.add_argument("--to", required=True, help="folder of the checkpoint")
    parser.add_argument("--half", action="store_true", help="store float16")
    options = parser.parse_args()
    assemble(options.config, Path(options.folder), Path(options.to), options.half)


if __name__ == "__main__":
    main()
