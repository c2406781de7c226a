"""Reinforces a trained transformer: `python -m nextflow_model.training.reinforce --minutes 10`.

Starts from the states of both trainings in --folder; a second start resumes. Writes `reinforced/` there, a checkpoint.
"""

import argparse

import torch

from nextflow_model.training.reinforce.learner import Learning
from nextflow_model.training.reinforce.trainer import Trainer


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nextflow_model.training.reinforce", description=__doc__.splitlines()[0])
    parser.add_argument("--config", default="configs/demo.json")
    parser.add_argument("--folder", default="runs/demo", help="of the trained states; log and checkpoint go there too")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--new-budget", action="store_true", help="resume, but count the minutes from now")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--judges", type=int, default=0, help="processes that judge; 0: this one does")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save-seconds", type=float, default=120)
    parser.add_argument("--probe", type=int, default=0, help="measure this many training prompts before and after")
    _add_plan(parser)
    _add_learning(parser)
    return parser.parse_args()


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--level", type=int, help="scales of a picture; the config's largest level if not given")
    parser.add_argument("--prompts", type=int, default=4, help="P, different prompts of a step")
    parser.add_argument("--group", type=int, default=8, help="G, pictures of a prompt that are compared")
    parser.add_argument("--prefix-scales", type=int, default=4, help="m, scales of a picture's beginning")
    parser.add_argument("--suffixes", type=int, default=2, help="K, ends that value a beginning")
    parser.add_argument("--prefix-updates", type=int, default=3, help="steps on beginnings, before ..")
    parser.add_argument("--suffix-updates", type=int, default=1, help=".. these steps on ends; 0: none")
    for name, kind in (("guidance", float), ("temperature", float), ("top-k", int), ("top-p", float)):
        parser.add_argument(f"--{name}", type=kind, help="instead of the config's own value")


def _add_learning(parser: argparse.ArgumentParser) -> None:
    usual = Learning()
    parser.add_argument("--rate", type=float, default=usual.rate, help="1e-5 to 5e-5")
    parser.add_argument("--updates", type=int, default=usual.updates, help="per rollout")
    parser.add_argument("--clip", type=float, default=usual.clip)
    parser.add_argument("--beta", type=float, default=usual.beta, help="weight of the distance from the reference")
    parser.add_argument("--alpha", type=float, default=usual.alpha, help="of PANW, 0.6 to 0.8")
    parser.add_argument("--exact-guidance", action="store_true", help="score guided logits; twice the training cost")


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    names = ("guidance", "temperature", "top_k", "top_p")
    sampling = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    learning = Learning(
        options.rate, options.updates, options.clip, options.beta, options.alpha, options.exact_guidance
    )  # fmt: skip
    Trainer(options, sampling, learning).run()


if __name__ == "__main__":
    main()
