"""`python -m nextflow_model.evaluation.cut_scales --out FILE`: what can be seen of a picture that lacks its last scales.

True training pictures go through the visual tokenizer, are painted from their first scales alone, and are judged.
"""

import argparse
import json
import os
import platform
import shlex
import sys
import time
from pathlib import Path

import numpy as np
import torch

from nextflow_model.evaluation.abilities import drawing
from nextflow_model.evaluation.artist import Artist, Loading
from nextflow_model.evaluation.reply import Reply
from nextflow_model.visual_tokenizer.layers import picture_to_pixels, pixels_to_picture
from nextflow_model.world import demands, draw_scene

KINDS = ("single", "count", "relation", "between", "inside")


@torch.no_grad()
def rows(artist: Artist, count: int, seed: int = 77) -> list[dict]:
    """Of each kind of scene, how many of `count` come back right: from all scales but the last, and from all."""
    generator, found = np.random.default_rng(seed), []
    for kind in KINDS:
        right = dict.fromkeys((len(artist.grids) - 1, len(artist.grids)), 0)
        for _ in range(count):
            scene = drawing.sample(generator, "train", kind).turns[-1].parts[0].scene
            picture = torch.from_numpy(draw_scene(scene, artist.side, artist.side)[None])
            codes = artist.tokenizer.encode(picture_to_pixels(picture), artist.grids)
            for scales in right:
                painted = pixels_to_picture(artist.tokenizer.decode(codes[:scales], artist.grids))[0].numpy()
                right[scales] += not drawing.faults(Reply((painted,)), demands(scene))
        found += [
            {"name": f"{kind}, read back from {scales} scales", "value": value, "unit": "pictures", "n": count}
            for scales, value in right.items()
        ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", default="checkpoints/demo")
    parser.add_argument("--level", type=int, default=6)
    parser.add_argument("--n", type=int, default=20, help="scenes of each kind")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    report = {
        "command": shlex.join(["python", "-m", "nextflow_model.evaluation.cut_scales", *sys.argv[1:]]),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, no accelerator",
        "date": time.strftime("%Y-%m-%d"),
        "rows": rows(Artist(Loading(options.checkpoint, level=options.level)), options.n),
    }
    options.out.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    for row in report["rows"]:
        print(row)


if __name__ == "__main__":
    main()
