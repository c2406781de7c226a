"""Sequences as the transformer reads them: their layout, and one masked pass against the cached loop."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from nextflow_model.checkpoint import random_checkpoint, save_checkpoint
from nextflow_model.context import Context
from nextflow_model.drawing import draw_codes, draw_scales
from nextflow_model.sampler import Sampling
from nextflow_model.schedule import code_count, scale_grids
from nextflow_model.tasks.exchange import Exchange, Picture, Text, Turn, asked
from nextflow_model.text.learn import learn_tokenizer
from nextflow_model.text.template import prompt_ids
from nextflow_model.training.batches import BatchMaker, said_weights
from nextflow_model.training.compiled import compile_layers
from nextflow_model.training.mixture import estimated_length, parse_mixture, training_exchanges, without_condition
from nextflow_model.training.objective import drawn_logits, hidden_states, losses, scale_weights
from nextflow_model.training.sequences import SequenceWriter
from nextflow_model.training.take_over import take_over
from nextflow_model.training.tasks_by_name import TASKS
from nextflow_model.transformer.mask import block_mask
from nextflow_model.transformer.model import Transformer
from nextflow_model.weights import build_modules
from nextflow_model.world import sample_scene

GREEDY = Sampling(guidance=0.0, temperature=1.0, top_k=1, top_p=1.0)
BYTES = learn_tokenizer([], 272)  # no merges: as many ids as the tiny model has


def scene(seed=0, ability="single"):
    return sample_scene(np.random.default_rng(seed), ability, "train")


def drawing(text, seed=0):
    return asked("draw", (Text(text),), (Picture(scene(seed)),))


def test_a_sequence_holds_the_chat_frame_and_predicts_what_the_assistant_says(tiny_config):
    grids, specials = scale_grids(4), tiny_config.special_tokens
    told = asked("story", (Text("hi"),), (Text("so"), Picture(scene())))
    sequence = SequenceWriter(tiny_config, BYTES, grids).exchange(told)
    assert sequence.ids[:1] == [specials["im_start"]] and sequence.ids[-1] == specials["im_end"]
    boi = sequence.slots[0].boi
    assert sequence.ids[boi] == specials["boi"] and sequence.ids[-2] == specials["eoi"]
    predicted = [sequence.ids[place] for place in sequence.text_targets]
    assert predicted == BYTES.encode("so") + [specials["boi"], specials["im_end"]]
    assert len(sequence.ids) == len(sequence.groups) == len(sequence.positions)
    # <eoi> stands K positions after <boi> where there is no closing block, whatever the number of codes between them
    assert sequence.positions[-2].tolist() == [sequence.positions[boi][0] + 4] * 3
    assert sequence.groups[-2] == sequence.groups[boi] + 4


def test_a_prompt_is_framed_for_training_as_it_is_for_drawing(tiny_config):
    sequence = SequenceWriter(tiny_config, BYTES, scale_grids(4)).exchange(drawing("a red sun"))
    prompt = prompt_ids(BYTES, tiny_config.templates["generation"], tiny_config.special_tokens, "a red sun")
    assert sequence.ids[: len(prompt)] == prompt


@pytest.mark.parametrize("scale_count, final_grid", [(2, (64, 64)), (6, (64, 64)), (8, (48, 80))])
@torch.no_grad()
def test_one_masked_pass_equals_the_cached_loop(tiny_modules, scale_count, final_grid):
    """Prompts of different lengths in one padded batch give what each gives alone, scale by scale."""
    transformer, tokenizer = tiny_modules
    config, grids = transformer.config, scale_grids(scale_count, final_grid)
    texts = ["a long prompt of a red sun", "sun"]
    prompts = [prompt_ids(BYTES, config.templates["generation"], config.special_tokens, text) for text in texts]
    drawn = [draw_codes(transformer, prompt, [], grids, GREEDY, seed=0) for prompt in prompts]
    codes = [torch.cat(pair) for pair in zip(*drawn)]
    batch = BatchMaker(config, BYTES, tokenizer).batch([drawing(text) for text in texts], grids)
    logits = drawn_logits(transformer, batch, hidden_states(transformer, replace(batch, inputs=codes)))
    assert logits.shape[1] == code_count(grids)
    assert torch.equal(logits.argmax(-1), torch.cat(codes, dim=1))


def with_last_scale(tiny_config, reads):
    """The tiny config, with or without closing blocks, and its modules with random weights."""
    config = replace(tiny_config, reads_last_scale=reads)
    return config, *build_modules(config.to_dict(), random_checkpoint(config, seed=1))


@pytest.mark.parametrize("reads_last", [True, False])
@torch.no_grad()
def test_a_given_picture_is_read_the_same_in_training_and_in_use(tiny_config, reads_last):
    """Picture, text, picture: the second is drawn from a context that read the first."""
    config, transformer, tokenizer = with_last_scale(tiny_config, reads_last)
    grids = scale_grids(4)
    edit = asked("edit", (Picture(scene(1)), Text("now blue")), (Picture(scene(2)),))
    batch = BatchMaker(config, BYTES, tokenizer).batch([edit], grids)
    context = Context(transformer)
    specials = config.special_tokens
    context.read_text([specials["im_start"], *BYTES.encode("user\n")])
    context.read_picture([codes[:1] for codes in batch.inputs], grids)
    frame = [specials["im_end"], specials["im_start"], *BYTES.encode("assistant\n"), specials["boi"]]
    context.read_text([*BYTES.encode("now blue"), *frame], len(grids))
    codes = draw_scales([context], grids, GREEDY, seed=0)
    inputs = [torch.cat([given[:1], own]) for given, own in zip(batch.inputs, codes)]
    logits = drawn_logits(transformer, batch, hidden_states(transformer, replace(batch, inputs=inputs)))
    assert torch.equal(logits.argmax(-1), torch.cat(codes, dim=1))


def test_a_picture_that_something_follows_ends_in_its_last_scale(tiny_config):
    config, grids = replace(tiny_config, reads_last_scale=True), scale_grids(4)
    edit = asked("edit", (Picture(scene(1)), Text("now blue")), (Picture(scene(2)),))
    closed, unclosed = (
        SequenceWriter(replace(config, reads_last_scale=reads), BYTES, grids).exchange(edit) for reads in (True, False)
    )
    assert [slot.closed for slot in closed.slots] == [True, False]  # nothing is asked after the answer's picture
    assert len(closed.ids) == len(unclosed.ids) + 16
    last = slice(closed.slots[0].boi + 30, closed.slots[0].boi + 46)  # behind 4 + 9 + 16 codes of the scales before
    assert set(closed.groups[last]) == {closed.groups[closed.slots[0].boi] + 4}
    assert (closed.positions[last, :2] == closed.positions[closed.slots[0].boi + 14 : last.start, :2]).all()
    assert set(closed.positions[last, 2]) == {closed.positions[closed.slots[0].boi][2] + 4}
    told = asked("story", (Text("hi"),), (Picture(scene(1)), Text("so"), Picture(scene(2))))
    assert [slot.closed for slot in SequenceWriter(config, BYTES, grids).exchange(told).slots] == [True, True]


@torch.no_grad()
def test_what_an_answer_is_made_of_holds_the_last_scale(tiny_config):
    _, transformer, tokenizer = with_last_scale(tiny_config, True)
    asks = asked("question", (Picture(scene(1)), Text("what?")), (Text("a sun"),))
    batch = BatchMaker(transformer.config, BYTES, tokenizer).batch([asks], scale_grids(4))
    other = [*batch.inputs[:-1], (batch.inputs[-1] + 1) % transformer.config.visual_vocab_size]
    read, reread = (hidden_states(transformer, one)[0, -1] for one in (batch, replace(batch, inputs=other)))
    assert (read - reread).abs().max() > 1e-3


def test_a_dropped_condition_keeps_given_pictures_and_one_answer():
    edit = Exchange(
        "edit",
        (
            Turn("system", (Text("Think."),)),
            Turn("user", (Picture(scene(1)), Text("now blue"))),
            Turn("assistant", (Text("well"), Picture(scene(2)))),
        ),
    )
    dropped = without_condition(edit, np.random.default_rng(0))
    assert dropped.turns == (Turn("user", (Picture(scene(1)),)), Turn("assistant", (Picture(scene(2)),)))
    answer = asked("question", (Picture(scene(1)), Text("what?")), (Text("a sun"),))
    assert without_condition(answer, np.random.default_rng(0)) is answer


def test_a_dropped_condition_keeps_a_drawn_picture_alone_where_the_conversation_went_on_from_it():
    turns = (
        Turn("user", (Picture(scene(1)), Text("now blue"))),
        Turn("assistant", (Picture(scene(2)),)),
        Turn("user", (Text("now larger"),)),
        Turn("assistant", (Picture(scene(3)),)),
    )
    dropped = {without_condition(Exchange("follow", turns), np.random.default_rng(seed)).turns for seed in range(20)}
    assert dropped == {
        (Turn("user", (Picture(scene(1)),)), Turn("assistant", (Picture(scene(2)),))),
        (Turn("user", (Picture(scene(2)),)), Turn("assistant", (Picture(scene(3)),))),
    }


def test_an_answer_weighs_as_much_as_any_other_however_long_it_is():
    assert said_weights([4, 5, 6, 7, 20, 21, 30]) == [0.25] * 4 + [0.5] * 2 + [1]
    assert said_weights([]) == []


def test_mixtures_are_shares_of_known_tasks():
    assert parse_mixture("draw=2") == {"draw": 1.0}
    with pytest.raises(ValueError, match="paint"):
        parse_mixture("paint=1")


@pytest.mark.parametrize("task", TASKS)
def test_every_task_fills_the_room_of_a_batch(tiny_config, task):
    grids = scale_grids(4)
    exchanges = training_exchanges(task, 2000, grids, np.random.default_rng(0), tiny_config.reads_last_scale)
    assert sum(estimated_length(exchange, grids, tiny_config.reads_last_scale) for exchange in exchanges) >= 2000
    assert {exchange.task for exchange in exchanges} == {task}
    for exchange in exchanges:
        sequence = SequenceWriter(tiny_config, BYTES, grids).exchange(exchange)
        assert sequence.text_targets and len(sequence.ids) == len(sequence.positions)


def test_a_later_run_takes_over_the_rows_of_text_tokens_by_name(tiny_config, tmp_path):
    """The earlier run knew other merges, so its ids mean other tokens."""
    earlier = learn_tokenizer(["the red sun and the red moon"] * 3, 280)
    config = replace(tiny_config, text_vocab_size=earlier.size)
    weights = random_checkpoint(config, seed=3)
    save_checkpoint(tmp_path, config, weights)
    earlier.save(tmp_path / "tokenizer.json")
    network = Transformer(tiny_config)
    take_over(network, BYTES, tmp_path)
    mine, theirs = BYTES.specials["<|boi|>"], earlier.specials["<|boi|>"]
    assert mine != theirs
    rows = torch.from_numpy(weights["model.embed_tokens.weight"])
    assert torch.equal(network.model.embed_tokens.weight[mine], rows[theirs])
    head = torch.from_numpy(weights["lm_head.weight"])
    assert torch.equal(network.lm_head.weight[mine], head[theirs])
    assert torch.equal(network.lm_head.weight[BYTES.size :], head[earlier.size :])


def test_a_later_run_reads_last_scales_first_as_one_more_block_of_the_scale(tiny_config, tmp_path):
    weights = random_checkpoint(tiny_config, seed=3)
    save_checkpoint(tmp_path, replace(tiny_config, reads_last_scale=False), weights)
    BYTES.save(tmp_path / "tokenizer.json")
    network = Transformer(replace(tiny_config, reads_last_scale=True))
    take_over(network, BYTES, tmp_path)
    levels = network.model.level_embedding.weight
    assert torch.equal(levels[0], levels[tiny_config.levels[0]])
    assert torch.equal(levels[1:], torch.from_numpy(weights["model.level_embedding.weight"])[1:])


def test_blocks_see_themselves_and_everything_before_but_nothing_later():
    mask = block_mask(torch.tensor([[0, 1, 2, 2, 3, 3, 3, 3]]))[0, 0]
    assert mask[2].tolist() == [True] * 4 + [False] * 4  # a code of scale 2 sees its neighbour
    assert mask[0].tolist() == [True] + [False] * 7
    assert mask[7].all()


def test_compiled_layers_give_the_same_losses_and_gradients_at_any_length(tiny_modules):
    model, tokenizer = tiny_modules
    maker, grids = BatchMaker(model.config, BYTES, tokenizer), scale_grids(3)
    batches = [maker.batch([drawing(text)], grids) for text in ("a red cup", "a small blue house on a meadow")]
    model.train()

    def outcome() -> list[torch.Tensor]:
        found = []
        for batch in batches:
            model.zero_grad()
            picture = losses(model, batch, scale_weights(grids)).picture
            picture.backward()
            found += [picture.detach(), *(p.grad.clone() for p in model.parameters() if p.grad is not None)]
        return found

    plain = outcome()
    compile_layers(model, backend="aot_eager")  # the default one needs a C++ compiler
    for ours, theirs in zip(outcome(), plain, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)
