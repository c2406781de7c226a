"""The transformer graphs: against the reference with a cache, against Qwen2, and what they promise to contain."""

import numpy as np
import onnx
import pytest
import torch
from bundle_runtime import Cache
from export_models import Exported, exported_tiny

from nextflow_model.rope import block_positions, rotary_table, text_positions

TOLERANCE = 2e-5


@pytest.fixture(scope="module", params=["float32", "int8"])
def exported(request, tmp_path_factory) -> Exported:
    return exported_tiny(tmp_path_factory.mktemp("bundle"), request.param)


def embedded(exported: Exported, rows: int, length: int) -> np.ndarray:
    return np.random.default_rng(rows + length).standard_normal((rows, length, exported.config.hidden_size), np.float32)


def reference(exported: Exported, x: np.ndarray, positions: np.ndarray, mask=None, past=None):
    """One row [S, D] through the PyTorch decoder."""
    config = exported.config
    cos, sin = rotary_table(positions, config.head_dim, config.rope_theta, config.rope_assignment)
    with torch.no_grad():
        hidden, caches = exported.transformer.model(
            torch.from_numpy(x)[None], torch.from_numpy(cos)[None], torch.from_numpy(sin)[None], mask, past
        )
    return hidden[0].numpy(), caches


def causal(length: int) -> torch.Tensor:
    return torch.ones(length, length, dtype=torch.bool).tril()[None, None]


def test_rows_of_different_length_share_a_batch(exported):
    """Prompts padded on the right, then a block of a scale on top: every row as if it were alone."""
    lengths, longest, grid = [3, 9, 6], 9, (3, 4)
    cache = Cache(exported.runtime, 3, 40)
    prompts, block = embedded(exported, 3, longest), embedded(exported, 3, 12)
    hidden = exported.runtime.forward("prefill", prompts, np.stack([text_positions(0, longest)] * 3), cache)
    cache.past = np.array(lengths)
    places = np.stack([block_positions(grid, length, exported.config.rope_range) for length in lengths])
    after = exported.runtime.forward("steps", block, places, cache)
    for row, length in enumerate(lengths):
        expected, past = reference(exported, prompts[row, :length], text_positions(0, length), causal(length))
        np.testing.assert_allclose(hidden[row, :length], expected, atol=TOLERANCE)
        expected, _ = reference(exported, block[row], places[row], None, past)
        np.testing.assert_allclose(after[row], expected, atol=TOLERANCE)


@pytest.mark.parametrize("block", [1, 4, 7])
def test_prefill_in_blocks_is_prefill(exported, block):
    length = 13
    x, positions = embedded(exported, 2, length), np.stack([text_positions(0, length)] * 2)
    cache, parts = Cache(exported.runtime, 2, 32), []
    for start in range(0, length, block):
        cache.past = np.full(2, start)
        part = slice(start, start + block)
        parts.append(exported.runtime.forward("prefill", x[:, part], positions[:, part], cache))
    for row in range(2):
        expected, _ = reference(exported, x[row], positions[row], causal(length))
        np.testing.assert_allclose(np.concatenate(parts, axis=1)[row], expected, atol=TOLERANCE)


def test_one_token_of_text_may_take_the_steps_graph(exported):
    x = embedded(exported, 1, 5)
    cache = Cache(exported.runtime, 1, 16)
    for position in range(5):
        cache.past = np.array([position])
        hidden = exported.runtime.forward(
            "steps", x[:, position : position + 1], text_positions(position, 1)[None], cache
        )
    expected, _ = reference(exported, x[0], text_positions(0, 5), causal(5))
    np.testing.assert_allclose(hidden[0, 0], expected[-1], atol=TOLERANCE)


def test_a_cache_bound_in_place_is_written_in_place(exported):
    """The same memory as input and output of every cache, as a service binds it: no copy of the cache per step."""
    x, config = embedded(exported, 2, 3), exported.config
    cos, sin = rotary_table(np.stack([text_positions(4, 3)] * 2), config.head_dim, config.rope_theta, "interleaved")
    inputs = {"inputs_embeds": x, "cos": cos, "sin": sin}
    inputs |= {"write_indices": np.array([4, 2]), "nonpad_kv_seqlen": np.array([7, 5])}
    cache = Cache(exported.runtime, 2, 8)
    for tensor in cache.tensors.values():
        tensor[:] = np.random.default_rng(tensor.size).standard_normal(tensor.shape)
    expected = exported.runtime.run("steps", **inputs, **cache.tensors)

    session = exported.runtime.sessions["steps"]
    binding = session.io_binding()
    for name, value in inputs.items():
        binding.bind_cpu_input(name, value)
    binding.bind_output("hidden_states")
    for name, memory in cache.tensors.items():
        place = ("cpu", 0, np.float32, memory.shape, memory.ctypes.data)
        binding.bind_input(name, *place)
        binding.bind_output(f"updated_{name}", *place)
    session.run_with_iobinding(binding)
    np.testing.assert_array_equal(binding.copy_outputs_to_cpu()[0], expected["hidden_states"])
    for name, memory in cache.tensors.items():
        np.testing.assert_array_equal(memory, expected[f"updated_{name}"])


def test_text_alone_is_qwen2(exported):
    transformers = pytest.importorskip("transformers")
    config = exported.config
    names = ["hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "intermediate_size"]
    sizes = {name: getattr(config, name) for name in [*names, "rms_norm_eps", "head_dim", "rope_theta"]}
    rope = {"rope_type": "default", "rope_theta": config.rope_theta}  # newer versions read the base here
    qwen = transformers.Qwen2Model(
        transformers.Qwen2Config(vocab_size=config.text_vocab_size, rope_parameters=rope, **sizes)
    )
    state = exported.transformer.model.state_dict()
    qwen.load_state_dict({name: state[name] for name in qwen.state_dict()})
    ids = np.random.default_rng(0).integers(0, config.text_vocab_size, (1, 20))
    with torch.no_grad():
        expected = qwen.eval()(torch.from_numpy(ids)).last_hidden_state.numpy()
    embeddings = exported.runtime.run("text_embedding", ids=ids, scale_counts=np.zeros_like(ids))["inputs_embeds"]
    hidden = exported.runtime.forward(
        "prefill", embeddings, text_positions(0, 20)[None], Cache(exported.runtime, 1, 24)
    )
    np.testing.assert_allclose(hidden, expected, atol=1e-4)


@pytest.mark.parametrize("graph", ["prefill", "steps"])
def test_both_graphs_read_one_weights_file_and_hold_only_streamable_operators(exported, graph):
    model = onnx.load(exported.folder / "transformer" / f"{graph}.onnx", load_external_data=False)
    operators = {node.op_type for node in model.graph.node} - {"DequantizeLinear"}
    assert operators == {
        "RMSNormalization",
        "MatMul",
        "Add",
        "Mul",
        "Sigmoid",
        "RotaryEmbedding",
        "TensorScatter",
        "Attention",
    }
    locations = {
        entry.value for tensor in model.graph.initializer for entry in tensor.external_data if entry.key == "location"
    }
    assert locations == {"model.onnx.data"}
    assert [(entry.domain, entry.version) for entry in model.opset_import] == [("", 24)]
