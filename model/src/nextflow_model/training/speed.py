"""`python -m nextflow_model.training.speed --out ../docs/evidence/training-speed.json`: what the choices of the training save.

Each row compares two ways in one run, alternating, because a shared machine is never equally fast twice.
"""

import argparse
import json
import os
import platform
import shlex
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import torch

from nextflow_model.training.muon import newton_schulz
from nextflow_model.training.precision import fast_dtype
from nextflow_model.transformer.attention import fused_attention, grouped_attention

ROUNDS = 15
Way = Callable[[], object]


def seconds(way: Way) -> float:
    started = time.perf_counter()
    way()
    return time.perf_counter() - started


def compared(name: str, ours: Way, peer_name: str, peer: Way) -> dict:
    """A row: the median milliseconds of `ours`, and how many times as long the peer takes."""
    ours(), peer()  # the first run allocates
    pairs = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS)]
    mine, theirs = (median(times) for times in zip(*pairs))
    return {
        "name": name, "value": round(1000 * mine, 3), "unit": "ms", "n": ROUNDS,
        "peer": f"{peer_name}: {1000 * theirs:.3f} ms", "ratio": round(theirs / mine, 2),
    }  # fmt: skip


def attended(attention: Callable, dtype: torch.dtype) -> None:
    """Forward and backward over 32 drawings of 120 places: 4 heads of 64 over 2 key heads, causal."""
    q, k, v = (torch.randn(32, heads, 120, 64, dtype=dtype, requires_grad=True) for heads in (4, 2, 2))
    mask = torch.ones(120, 120, dtype=torch.bool).tril().expand(32, 1, -1, -1)
    attention(q, k, v, mask).sum().backward()


def rows() -> list[dict]:
    fast = fast_dtype()
    left, right = torch.randn(2880, 256), torch.randn(256, 2048)
    kernel = torch.randn(160, 1440)
    return [
        compared(
            f"product 2880 x 256 x 2048, {fast}", partial(torch.mm, left.to(fast), right.to(fast)),
            "float32", partial(torch.mm, left, right),
        ),
        compared(
            f"orthogonalisation of 160 x 1440, {fast}", partial(newton_schulz, kernel, dtype=fast),
            "float32", partial(newton_schulz, kernel, dtype=torch.float32),
        ),
        compared(
            "attention in plain products, forward and backward", partial(attended, grouped_attention, fast),
            "fused kernel", partial(attended, fused_attention, fast),
        ),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    report = {
        "command": shlex.join(["python", "-m", "nextflow_model.training.speed", *sys.argv[1:]]),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, no accelerator",
        "date": time.strftime("%Y-%m-%d"),
        "rows": rows(),
    }
    options.out.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    for row in report["rows"]:
        print(row)


if __name__ == "__main__":
    main()
