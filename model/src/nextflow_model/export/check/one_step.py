"""The loop of a picture, cut short: a prefill, the first scale, `steps` scales more, and every other graph once.

Two rows, guided and unguided, of a few tokens. What they say does not matter: it is checked that the graphs fit each
other and give finite numbers of the right shapes, not that the picture is any good.
"""

import numpy as np

from nextflow_model.noise import uniforms
from nextflow_model.rope import block_positions, rotary_table, text_positions
from nextflow_model.schedule import scale_grids

from . import BundleRefused
from .graph_runs import GraphRuns
from .manifest import Manifest

PROMPT_TOKENS = 8
Arrays = dict[str, np.ndarray]


def run_steps(manifest: Manifest, graphs: GraphRuns, steps: int) -> None:
    config, scale_count = manifest.config, manifest.config.levels[0]
    grids = scale_grids(scale_count, manifest.values["final_grids"][0])[: steps + 1]
    caches = _empty_caches(manifest, PROMPT_TOKENS + sum(rows * columns for rows, columns in grids[1:]))

    embeddings = graphs.run("text_embedding", **_prompts(manifest, scale_count))["inputs_embeds"]  # [2, S, D]
    positions = np.stack([text_positions(0, PROMPT_TOKENS)] * 2)
    hidden = _forward(manifest, graphs, "prefill", embeddings, positions, caches, past=0)[:, -1:]
    graphs.run("text_head", hidden_states=hidden)
    codes, past = _sample(manifest, graphs, hidden, scale=1), PROMPT_TOKENS
    for scale, (previous, grid) in enumerate(zip(grids, grids[1:]), start=2):
        inputs = graphs.run(
            "scale_input", codes=codes, previous_grid=np.array(previous), grid=np.array(grid),
            scale=np.array([scale]), scale_count=np.array([scale_count]),
        )["inputs_embeds"]  # fmt: skip
        places = block_positions(grid, PROMPT_TOKENS + scale - 2, config.rope_range)
        rows = np.concatenate([inputs, inputs])  # both see the same picture
        hidden = _forward(manifest, graphs, "steps", rows, np.stack([places] * 2), caches, past)
        codes, past = _sample(manifest, graphs, hidden, scale), past + grid[0] * grid[1]
    _decode_and_encode(manifest, graphs, codes, grids[-1])


def _prompts(manifest: Manifest, scale_count: int) -> Arrays:
    special = manifest.config.special_tokens
    ids = np.full((2, PROMPT_TOKENS), special["pad"])
    ids[0] = np.arange(PROMPT_TOKENS)
    ids[:, 0], ids[:, -1] = special["im_start"], special["boi"]
    counts = np.zeros_like(ids)
    counts[:, -1] = scale_count  # at <boi>
    return {"ids": ids, "scale_counts": counts}


def _empty_caches(manifest: Manifest, length: int) -> Arrays:
    config = manifest.config
    shape = (2, length, config.num_key_value_heads * config.head_dim)
    names = [f"{kind}_cache.{layer}" for layer in range(config.num_hidden_layers) for kind in ("key", "value")]
    return {name: np.zeros(shape, np.float32) for name in names}


def _forward(
    manifest: Manifest, graphs: GraphRuns, graph: str, x: np.ndarray, positions: np.ndarray, caches: Arrays, past: int
) -> np.ndarray:
    """[2, S, D] at positions [2, S, 3] -> [2, S, D]; `caches` are brought up to date."""
    config = manifest.config
    cos, sin = rotary_table(positions, config.head_dim, config.rope_theta, config.rope_assignment)
    outputs = graphs.run(
        graph, inputs_embeds=x, cos=cos, sin=sin, write_indices=np.full(2, past),
        nonpad_kv_seqlen=np.full(2, past + x.shape[1]), **caches,
    )  # fmt: skip
    caches.update({name: outputs[f"updated_{name}"] for name in caches})
    return outputs["hidden_states"]


def _sample(manifest: Manifest, graphs: GraphRuns, hidden: np.ndarray, scale: int) -> np.ndarray:
    """[2, n, D] -> codes [1, n]"""
    sampling = manifest.config.sampling
    codes = graphs.run(
        "scale_sampler", conditional=hidden[:1], unconditional=hidden[1:],
        guidance=np.array([sampling["guidance"]], np.float32),
        temperature=np.array([sampling["temperature"]], np.float32), top_k=np.array([sampling["top_k"]]),
        top_p=np.array([sampling["top_p"]], np.float32), uniforms=uniforms(1, 0, scale, hidden.shape[1])[None],
    )["codes"]  # fmt: skip
    if codes.min() < 0 or codes.max() >= manifest.config.visual_vocab_size:
        raise BundleRefused(f"scale_sampler: codes {codes.min()}..{codes.max()} are outside of the codebook")
    return codes


def _decode_and_encode(manifest: Manifest, graphs: GraphRuns, codes: np.ndarray, grid: tuple[int, int]) -> None:
    """The last scale alone as a picture, and that picture back to codes."""
    features = np.zeros((1, manifest.config.code_dim, *grid), np.float32)
    features = graphs.run("code_accumulator", features=features, codes=codes, grid=np.array(grid))["updated_features"]
    pixels = graphs.run("image_decoder", features=features)["pixels"]
    residual = graphs.run("image_encoder", pixels=pixels)["residual"]
    if pixels.shape[1:3] != (16 * grid[0], 16 * grid[1]) or residual.shape != features.shape:
        raise BundleRefused(f"{grid} codes gave {pixels.shape} pixels, and those {residual.shape} features")
    graphs.run("code_quantizer", residual=residual, grid=np.array(grid))
