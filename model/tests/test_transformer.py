"""The transformer against Qwen2 of `transformers`, and its small parts."""

from dataclasses import replace

import numpy as np
import torch

from nextflow_model.rope import rotary_table, text_positions
from nextflow_model.sampler import guide, ramped_guidance
from nextflow_model.transformer.attention import fused_attention, grouped_attention
from nextflow_model.transformer.embeddings import place_features, scale_count_sinusoid
from nextflow_model.transformer.initial import initialise
from nextflow_model.transformer.mask import block_mask
from nextflow_model.transformer.model import Transformer
from nextflow_model.visual_tokenizer.model import VisualTokenizer


def qwen2_with_the_same_weights(transformer):
    from transformers import Qwen2Config, Qwen2ForCausalLM

    c = transformer.config
    config = Qwen2Config(
        vocab_size=c.text_vocab_size + c.visual_vocab_size, hidden_size=c.hidden_size,
        intermediate_size=c.intermediate_size, num_hidden_layers=c.num_hidden_layers,
        num_attention_heads=c.num_attention_heads, num_key_value_heads=c.num_key_value_heads,
        rms_norm_eps=c.rms_norm_eps, tie_word_embeddings=False,
        rope_parameters={"rope_type": "default", "rope_theta": c.rope_theta}, attn_implementation="eager",
    )  # fmt: skip
    other = Qwen2ForCausalLM(config).eval()
    state = {n: t for n, t in transformer.state_dict().items() if "visual" not in n and "level_embedding" not in n}
    table = torch.zeros(config.vocab_size, c.hidden_size)
    table[: c.text_vocab_size] = state["model.embed_tokens.weight"]
    other.load_state_dict({**state, "model.embed_tokens.weight": table})
    return other


@torch.no_grad()
def test_text_alone_equals_qwen2(tiny_modules):
    transformer, c = tiny_modules[0], tiny_modules[0].config
    ids = torch.from_numpy(np.random.default_rng(0).integers(0, c.text_vocab_size, (2, 40)))
    cos, sin = rotary_table(text_positions(0, 40), c.head_dim, c.rope_theta, c.rope_assignment)
    cos, sin = (torch.from_numpy(x)[None].expand(2, -1, -1) for x in (cos, sin))
    x = transformer.model.embed_text(ids, torch.zeros_like(ids))
    hidden, _ = transformer.model(x, cos, sin, block_mask(torch.arange(40)[None]))
    ours = torch.cat([transformer.text_logits(hidden), transformer.visual_logits(hidden)], dim=-1)
    theirs = qwen2_with_the_same_weights(transformer)(ids).logits
    assert (ours - theirs).abs().max() < 1e-4


def test_training_and_inference_attend_alike():
    q, k, v = torch.randn(2, 4, 5, 16), torch.randn(2, 2, 7, 16), torch.randn(2, 2, 7, 16)
    mask = torch.rand(2, 1, 5, 7) > 0.3
    mask[..., 0] = True
    for seen in (mask, None):
        assert torch.allclose(grouped_attention(q, k, v, seen), fused_attention(q, k, v, seen), atol=1e-5)


def test_guidance_grows_from_nothing_to_all_of_it():
    assert [ramped_guidance(3.0, scale, 4) for scale in (1, 2, 3, 4)] == [0.0, 1.0, 2.0, 3.0]
    assert ramped_guidance(3.0, 1, 1) == 0.0
    assert torch.equal(guide(torch.tensor([2.0]), torch.tensor([1.0]), 3.0), torch.tensor([5.0]))


def test_the_sinusoid_tells_scale_counts_apart():
    assert torch.allclose(scale_count_sinusoid(0, 8), torch.tensor([0.0] * 4 + [1.0] * 4))
    assert not torch.allclose(scale_count_sinusoid(12, 64), scale_count_sinusoid(16, 64))


def test_a_place_is_told_alike_at_every_scale():
    """Of six by six codes one stands in the middle of each quarter, where that of two by two stands."""
    coarse, fine = place_features((2, 2), 2), place_features((6, 6), 2)
    assert coarse.shape == (4, 8) and fine.shape == (36, 8)
    middle = fine.unflatten(0, (6, 6))[1, 4]  # the middle of the upper right quarter
    assert torch.allclose(middle, coarse[1], atol=1e-6)
    assert torch.cdist(fine, fine).add(torch.eye(36)).min() > 0.1  # no two places are told alike


def test_an_untrained_model_is_not_moved_by_places(tiny_config):
    told = Transformer(replace(tiny_config, place_features=3))
    initialise(told, VisualTokenizer(tiny_config.visual_tokenizer).quantizer)
    assert not told.model.place_embedding.weight.any()
