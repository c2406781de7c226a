"""Decodes drawn codes and has the judge read the pictures, on several processes if asked to."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import torch
from torch import Tensor

from nextflow_model.judge import read
from nextflow_model.training.reinforce.branches import Grid
from nextflow_model.training.reinforce.reward import reward
from nextflow_model.visual_tokenizer.layers import pixels_to_picture
from nextflow_model.visual_tokenizer.model import VisualTokenizer
from nextflow_model.world import Demands

STYLE = "shaded"  # that of plain drawing; told, the judge need not find it out, which takes most of its time
DECODED_AT_ONCE = 32  # pictures; bounds the decoder's memory


def judged(picture: np.ndarray, demands: Demands) -> float:
    return reward(read(picture, STYLE), demands)


class Jury:
    """`processes` judge beside this one; 0: this one judges, one picture after the other (20-40 ms each)."""

    def __init__(self, tokenizer: VisualTokenizer, grids: list[Grid], processes: int = 0):
        self.tokenizer, self.grids = tokenizer, grids
        fresh = multiprocessing.get_context("spawn")  # a fork would inherit torch's threads and the accelerator
        self._pool = ProcessPoolExecutor(processes, mp_context=fresh) if processes else None

    def __call__(self, codes: list[Tensor], demands: list[Demands]) -> Tensor:
        """codes K of [R, n_k] -> rewards [R] on the CPU"""
        pictures = list(self.pictures(codes))
        if self._pool is None:
            return torch.tensor([judged(*each) for each in zip(pictures, demands)])
        return torch.tensor(list(self._pool.map(judged, pictures, demands, chunksize=4)))

    @torch.no_grad()
    def pictures(self, codes: list[Tensor]) -> np.ndarray:
        """uint8 [R, H, W, 3]"""
        chunks = zip(*(scale.split(DECODED_AT_ONCE) for scale in codes))
        decoded = [self.tokenizer.decode(list(chunk), self.grids) for chunk in chunks]
        return pixels_to_picture(torch.cat(decoded).float()).cpu().numpy()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
