"""A bundle run through ONNX Runtime the way the Java engine runs it: the loop of nextflow_model.drawing over graphs."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from nextflow_model.noise import uniforms
from nextflow_model.rope import block_positions, rotary_table, text_positions
from nextflow_model.sampler import Sampling, ramped_guidance


@dataclass(frozen=True)
class Request:
    """One picture to draw; both id lists end in <boi>."""

    conditional_ids: list[int]
    unconditional_ids: list[int]
    sampling: Sampling
    seed: int
    image: int = 0


class Cache:
    """Keys and values of a batch of rows, and how much of each row is valid."""

    def __init__(self, runtime: "BundleRuntime", rows: int, length: int):
        model = runtime.manifest["model"]
        shape = (rows, length, model["num_key_value_heads"] * model["head_dim"])
        layers = range(model["num_hidden_layers"])
        self.tensors = {f"{kind}_cache.{i}": np.zeros(shape, np.float32) for i in layers for kind in ("key", "value")}
        self.past = np.zeros(rows, np.int64)


class BundleRuntime:
    """Sessions of every graph of a bundle, opened as a service opens them."""

    def __init__(self, folder: Path, fold_weights: bool = True):
        self.manifest = json.loads((folder / "bundle.json").read_text("utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.disable_quant_qdq", "1" if fold_weights else "0")
        self.sessions = {
            name: onnxruntime.InferenceSession(folder / graph["file"], options, providers=["CPUExecutionProvider"])
            for name, graph in self.manifest["graphs"].items()
        }

    def run(self, graph: str, **inputs: np.ndarray) -> dict[str, np.ndarray]:
        session = self.sessions[graph]
        return dict(zip([output.name for output in session.get_outputs()], session.run(None, inputs)))

    def forward(self, graph: str, inputs_embeds: np.ndarray, positions: np.ndarray, cache: Cache) -> np.ndarray:
        """prefill or steps over [B, S, D] at positions [B, S, 3]; the caller moves `cache.past` on. -> [B, S, D]"""
        model = self.manifest["model"]
        cos, sin = rotary_table(positions, model["head_dim"], model["rope_theta"], model["rope_assignment"])
        outputs = self.run(
            graph, inputs_embeds=inputs_embeds, cos=cos, sin=sin, write_indices=cache.past,
            nonpad_kv_seqlen=cache.past + inputs_embeds.shape[1], **cache.tensors,
        )  # fmt: skip
        cache.tensors = {name: outputs[f"updated_{name}"] for name in cache.tensors}
        return outputs["hidden_states"]

    def prefill(self, prompts: list[list[int]], scale_count: int, cache: Cache, block: int | None = None) -> np.ndarray:
        """Prompts padded on the right, in blocks of at most `block` tokens. -> the last real hidden state [B, D]"""
        longest = max(map(len, prompts))
        ids = np.array([row + [self.manifest["special_tokens"]["pad"]] * (longest - len(row)) for row in prompts])
        lengths = np.array([len(row) for row in prompts])
        counts = np.where(np.arange(longest) == lengths[:, None] - 1, scale_count, 0)
        embeddings = self.run("text_embedding", ids=ids, scale_counts=counts)["inputs_embeds"]
        hidden = []
        for start in range(0, longest, block or longest):
            part = embeddings[:, start : start + (block or longest)]
            positions = np.repeat(text_positions(start, part.shape[1])[None], len(prompts), axis=0)
            cache.past = np.full(len(prompts), start)
            hidden.append(self.forward("prefill", part, positions, cache))
        cache.past = lengths
        return np.concatenate(hidden, axis=1)[np.arange(len(prompts)), lengths - 1]

    def write(self, ids: list[int], cache: Cache, position: int, scale_count: int = 0) -> np.ndarray:
        """Further text of the one row, the last id a <boi> where there is a scale count. -> its hidden states"""
        counts = np.zeros((1, len(ids)), np.int64)
        counts[0, -1] = scale_count
        embedded = self.run("text_embedding", ids=np.array([ids]), scale_counts=counts)["inputs_embeds"]
        hidden = self.forward("prefill", embedded, text_positions(position, len(ids))[None], cache)
        cache.past = cache.past + len(ids)
        return hidden

    @property
    def reads_last_scale(self) -> bool:
        """Bundles that were exported earlier do not say."""
        return self.manifest["model"].get("reads_last_scale", False)

    def scale_input(self, codes: np.ndarray, grids: list[tuple[int, int]], scale: int) -> np.ndarray:
        """Inputs of a scale, 2..K, out of the codes [B, n] of the scale before."""
        return self._entered(codes, grids[scale - 2], grids[scale - 1], scale, len(grids))

    def _entered(self, codes: np.ndarray, previous, grid, scale: int, scale_count: int) -> np.ndarray:
        return self.run(
            "scale_input", codes=codes, previous_grid=np.array(previous), grid=np.array(grid),
            scale=np.array([scale]), scale_count=np.array([scale_count]),
        )["inputs_embeds"]  # fmt: skip

    def read_picture(self, codes: list[list[int]], grids: list[tuple[int, int]], cache: Cache, position: int) -> None:
        """The blocks of a given picture into the one row, the first at `position`."""
        for scale, grid in enumerate(grids[1:], start=2):
            x = self.scale_input(np.array([codes[scale - 2]]), grids, scale)
            self._read_block(x, grid, cache, position + scale - 2)
        if self.reads_last_scale:
            x = self._entered(np.array([codes[-1]]), grids[-1], grids[-1], 0, len(grids))
            self._read_block(x, grids[-1], cache, position + len(grids) - 1)

    def _read_block(self, x: np.ndarray, grid: tuple[int, int], cache: Cache, position: int) -> None:
        places = block_positions(grid, position, self.manifest["model"]["rope_range"])
        self.forward("steps", x, places[None], cache)
        cache.past = cache.past + grid[0] * grid[1]

    def draw(self, requests: list[Request], grids: list[tuple[int, int]], block: int | None = None) -> list:
        """Codes of every request: requests x K arrays [n_k]. Conditional rows first, then all unconditional ones."""
        model, count = self.manifest["model"], len(requests)
        prompts = [r.conditional_ids for r in requests] + [r.unconditional_ids for r in requests]
        block_codes = sum(rows * columns for rows, columns in grids[1:])
        cache = Cache(self, 2 * count, model["max_prompt_tokens"] + block_codes + 1)
        hidden = self.prefill(prompts, len(grids), cache, block)[:, None]
        boi_positions = cache.past - 1
        drawn: list[np.ndarray] = []
        for scale, grid in enumerate(grids, start=1):
            if scale > 1:
                x = self.scale_input(drawn[-1], grids, scale)
                places = [block_positions(grid, boi + scale - 1, model["rope_range"]) for boi in boi_positions]
                hidden = self.forward("steps", np.concatenate([x, x]), np.stack(places), cache)
                cache.past = cache.past + grid[0] * grid[1]
            drawn.append(self.sample(requests, hidden[:count], hidden[count:], scale, grid, len(grids)))
        return [[codes[row] for codes in drawn] for row in range(count)]

    def sample(self, requests: list[Request], conditional, unconditional, scale: int, grid, scale_count: int):
        """-> codes [B, n]"""
        column = lambda values, kind: np.array(values, kind)  # noqa: E731
        settings = [request.sampling for request in requests]
        noise = [uniforms(request.seed, request.image, scale, grid[0] * grid[1]) for request in requests]
        strengths = [ramped_guidance(s.guidance, scale, scale_count) for s in settings]
        return self.run(
            "scale_sampler", conditional=conditional, unconditional=unconditional,
            guidance=column(strengths, np.float32), temperature=column([s.temperature for s in settings], np.float32),
            top_k=column([s.top_k for s in settings], np.int64), top_p=column([s.top_p for s in settings], np.float32),
            uniforms=np.stack(noise),
        )["codes"]  # fmt: skip
