"""Answers to dialogues: framed as in training, ended by rules, the same for the same seed."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
import torch

from nextflow_model import dialogue
from nextflow_model.context import Context
from nextflow_model.dialogue import GREEDY, ONE_PICTURE, TEXT_ONLY, Answering, Rules, Said, unguided_turns
from nextflow_model.drawing import draw_codes
from nextflow_model.sampler import Sampling
from nextflow_model.schedule import scale_grids
from nextflow_model.tasks.exchange import Exchange, Picture, Text, Turn
from nextflow_model.text.learn import learn_tokenizer
from nextflow_model.text.template import prompt_ids
from nextflow_model.training.mixture import without_condition
from nextflow_model.training.sequences import SequenceWriter
from nextflow_model.world import sample_scene

GRIDS = scale_grids(4)
BYTES = learn_tokenizer([], 272)
GUIDED = Sampling(guidance=3.0, temperature=1.0, top_k=50, top_p=0.9)
UNGUIDED = replace(GUIDED, guidance=0.0)
SCENE = sample_scene(np.random.default_rng(0), "single", "train")
EXCHANGE = Exchange(
    "any",
    (
        Turn("system", (Text("Think."),)),
        Turn("user", (Picture(SCENE), Text("  cafe\u0301 "))),
        Turn("assistant", (Text("well"), Picture(SCENE))),
        Turn("user", (Text("again"), Picture(SCENE))),
        Turn("assistant", (Text("so"), Picture(SCENE), Text("it is"))),
    ),
)


@dataclass
class Recorded(Context):
    """Keeps what it read as a training sequence does: ids, with pad where codes stand."""

    ids: list[int] = field(default_factory=list)

    def read_text(self, ids, scale_count=0):
        self.ids += ids
        super().read_text(ids, scale_count)

    def read_scale(self, codes, grids, scale):
        rows, columns = grids[scale - 1]
        self.ids += [self.model.config.special_tokens["pad"]] * (rows * columns)
        super().read_scale(codes, grids, scale)

    def read_last(self, codes, grids):
        self.ids += [self.model.config.special_tokens["pad"]] * codes.shape[1]
        super().read_last(codes, grids)


@pytest.fixture
def contexts(monkeypatch) -> list[Recorded]:
    """Every context that is opened."""
    opened: list[Recorded] = []

    def opening(model):
        opened.append(Recorded(model))
        return opened[-1]

    monkeypatch.setattr(dialogue, "Context", opening)
    return opened


@pytest.fixture
def answering(tiny_modules):
    return Answering(tiny_modules[0], BYTES, GRIDS, UNGUIDED, Rules(), seed=5)


def given(exchange) -> list[Said]:
    codes = [torch.zeros(1, rows * columns, dtype=torch.long) for rows, columns in GRIDS]
    return [
        Said(turn.role, tuple(codes if isinstance(part, Picture) else part.text for part in turn.parts))
        for turn in exchange.turns[:-1]
    ]


def preferring(monkeypatch, model, *ids):
    """Lets the model want these tokens whatever it read, the first most of all."""
    logits = torch.zeros(1, model.config.text_vocab_size)
    logits[0, list(ids)] = torch.arange(len(ids), 0, -1).float() + 10
    monkeypatch.setattr(model, "text_logits", lambda hidden: logits)


def test_a_dialogue_is_read_as_it_is_in_training(monkeypatch, contexts, answering, tiny_config):
    specials = tiny_config.special_tokens
    script = [*BYTES.encode("so"), specials["boi"], *BYTES.encode("it is"), specials["im_end"]]
    wanted = iter(script)
    monkeypatch.setattr(Answering, "_next_token", lambda self, reader, *_: (reader.read(), next(wanted))[1])
    parts = answering.answer(given(EXCHANGE))
    assert [parts[0], parts[2]] == ["so", "it is"] and [codes.shape[1] for codes in parts[1]] == [1, 4, 9, 16]
    writer = SequenceWriter(tiny_config, BYTES, GRIDS)
    assert [*contexts[0].ids, specials["im_end"]] == writer.exchange(EXCHANGE).ids
    assert contexts[0].position == writer.next_position - 1


def test_guidance_keeps_only_what_a_dropped_condition_keeps_in_training(contexts, answering, tiny_config):
    edit = replace(EXCHANGE, turns=(*EXCHANGE.turns[:2], Turn("assistant", (Picture(SCENE),))))
    replace(answering, drawing=GUIDED, rules=ONE_PICTURE).answer(given(edit))
    unguided = SequenceWriter(tiny_config, BYTES, GRIDS).exchange(without_condition(edit, np.random.default_rng(0)))
    assert len(contexts) == 2 and contexts[1].ids == unguided.ids[:-2]  # all but <eoi> and <im_end>
    assert unguided_turns(given(edit))[0].role == "user"


def test_a_forced_picture_after_a_prompt_is_the_one_that_drawing_draws(answering, tiny_config):
    template, specials = tiny_config.templates["generation"], tiny_config.special_tokens
    prompt, empty = (prompt_ids(BYTES, template, specials, text) for text in ("a red sun", ""))
    drawn = draw_codes(answering.model, prompt, empty, GRIDS, GUIDED, seed=5)
    (codes,) = replace(answering, drawing=GUIDED, rules=ONE_PICTURE).answer([Said("user", ("a red sun",))])
    assert all(torch.equal(one, other) for one, other in zip(codes, drawn, strict=True))


def test_an_answer_ends_where_the_model_or_the_rules_end_it(monkeypatch, answering, tiny_config):
    specials, turns = tiny_config.special_tokens, [Said("user", ("hi",))]
    (letter,) = BYTES.encode("a")
    preferring(monkeypatch, answering.model, letter)
    assert replace(answering, rules=Rules(most_tokens=5)).answer(turns) == ["aaaaa"]
    preferring(monkeypatch, answering.model, specials["im_end"], letter)
    assert answering.answer(turns) == []
    forced = replace(answering, rules=Rules(starts_with_picture=True)).answer(turns)
    assert len(forced) == 1 and len(forced[0]) == len(GRIDS)


def test_pictures_are_limited_and_other_specials_are_never_said(monkeypatch, answering, tiny_config):
    specials, turns = tiny_config.special_tokens, [Said("user", ("hi",))]
    illegal = [specials[name] for name in ("pad", "im_start", "eoi")]
    preferring(monkeypatch, answering.model, *illegal, specials["boi"], specials["im_end"])
    two = replace(answering, rules=Rules(most_pictures=2)).answer(turns)
    assert [type(part) for part in two] == [list, list]
    assert not torch.equal(two[0][-1], two[1][-1])  # each picture has noise of its own
    assert replace(answering, rules=TEXT_ONLY).answer(turns) == []


def test_the_same_seed_gives_the_same_answer(answering):
    free = replace(answering, rules=Rules(most_tokens=12, most_pictures=1, writing=replace(GREEDY, top_k=200)))
    turns = given(EXCHANGE)
    one, again, other = (replace(free, seed=seed).answer(turns) for seed in (1, 1, 2))
    assert str(one) == str(again) != str(other)
