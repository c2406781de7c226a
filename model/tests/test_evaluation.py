"""The examination: a perfect answerer gets everything, a silent one nothing; and what it writes."""

import json
import sys
from collections import Counter
from functools import cache

import numpy as np
import pytest
import torch

from nextflow_model.checkpoint import random_checkpoint, save_checkpoint
from nextflow_model.dialogue import reader_after, unguided_turns
from nextflow_model.drawing import draw_scales
from nextflow_model.evaluation import __main__ as command
from nextflow_model.evaluation import cut_scales
from nextflow_model.evaluation.abilities import ABILITIES
from nextflow_model.evaluation.abilities.drawing import RESERVED, kinds
from nextflow_model.evaluation.artist import Artist, Loading
from nextflow_model.evaluation.batched import draw_together
from nextflow_model.evaluation.contact_sheet import RIGHT, WRONG, contact_sheet
from nextflow_model.evaluation.examination import examine, questions
from nextflow_model.evaluation.reply import Reply
from nextflow_model.evaluation.rows import report_rows
from nextflow_model.evaluation.table import HEADLINES, tables
from nextflow_model.export.quantise import rounded
from nextflow_model.tasks.exchange import Picture
from nextflow_model.text.learn import learn_tokenizer
from nextflow_model.world import draw_scene, is_heldout

COUNTS = {"draw": 18, "edit": 15, "question": 13, "think": 6, "story": 6, "subject": 4, "analogy": 13, "talk": 8,
          "follow": 8, "tokenizer": 4, "tokenizer_edits": 15}  # fmt: skip


class Oracle:
    """Answers with the truth."""

    side = 96

    def __init__(self, asked):
        self.answers = {question.exchange.turns[:-1]: question.exchange.turns[-1] for question in asked}

    def replies(self, asked, rules, seeds):
        return [Reply(tuple(self._shown(part) for part in self.answers[turns].parts)) for turns in asked]

    def reconstruct(self, picture):
        return picture

    def _shown(self, part):
        return draw_scene(part.scene, self.side, self.side) if isinstance(part, Picture) else part.text


class Silent:
    """Says nothing; its reconstructions are grey."""

    side = 96

    def replies(self, asked, rules, seeds):
        return [Reply() for _ in asked]

    def reconstruct(self, picture):
        return np.full_like(picture, 128)


@cache
def asked(ability):
    return questions(ability, range(COUNTS[ability]), seed=5)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory, tiny_config):
    folder = tmp_path_factory.mktemp("checkpoint")
    save_checkpoint(folder, tiny_config, random_checkpoint(tiny_config, seed=1))
    learn_tokenizer([], 272).save(folder / "tokenizer.json")
    return folder


@pytest.mark.parametrize("ability", ABILITIES)
def test_the_truth_is_right_in_every_row_and_silence_in_none(ability):
    rows = report_rows(examine(Oracle(asked(ability)), asked(ability), seed=0))
    for row in rows:
        assert row["value"] > 90 if "value" in row else row["right"] == row["n"], row
    for row in report_rows(examine(Silent(), asked(ability), seed=0)):
        assert row["value"] < 20 if "value" in row else row["right"] == 0, row


def test_the_rows_are_those_that_must_be_shown():
    answers = [answer for ability in ABILITIES for answer in examine(Silent(), asked(ability), seed=0)]
    names = {row["ability"] for row in report_rows(answers)}
    assert set(HEADLINES) <= names and RESERVED in names


def test_three_hundred_prompts_hold_a_hundred_single_things():
    asked_kinds = kinds("heldout")
    counts = Counter(asked_kinds[number % len(asked_kinds)] for number in range(300))
    assert counts == {"single": 102, RESERVED: 30, "count": 60, "relation": 60, "inside": 24, "between": 24}
    assert RESERVED not in kinds("train")


def test_a_question_depends_on_nothing_but_its_seed_number_and_split():
    assert questions("edit", [4], seed=5) == [asked("edit")[4]] != questions("edit", [4], seed=4)
    assert all(is_heldout(question.exchange.turns[-1].parts[0].scene) for question in asked("draw"))
    training = questions("draw", range(12), seed=5, split="train")
    assert not any(is_heldout(question.exchange.turns[-1].parts[0].scene) for question in training)


@torch.no_grad()
def test_pictures_drawn_together_are_those_drawn_alone(checkpoint):
    artist = Artist(Loading(checkpoint, level=4))
    dialogues = [[artist.said(turn) for turn in question.exchange.turns[:-1]] for question in asked("edit")[:3]]
    dialogues += [[artist.said(turn) for turn in question.exchange.turns[:-1]] for question in asked("draw")[:2]]

    def pairs():
        return [
            [reader_after(artist.transformer, artist.text, turns, artist.grids).open_picture() for turns in pair]
            for pair in ((dialogue, unguided_turns(dialogue)) for dialogue in dialogues)
        ]

    together = draw_together(pairs(), artist.grids, artist.sampling, [7, 8, 9, 10, 11])
    for seed, pair, codes in zip(range(7, 12), pairs(), together, strict=True):
        alone = draw_scales(pair, artist.grids, artist.sampling, seed)
        assert all(torch.equal(one, other) for one, other in zip(codes, alone, strict=True))


def test_an_artist_computes_with_the_weights_of_an_eight_bit_bundle_if_told(checkpoint):
    exact, stored = (Artist(Loading(checkpoint, stored=stored)) for stored in ("float32", "int8"))
    head = torch.from_numpy(rounded(exact.transformer.lm_head.weight.detach().numpy()))
    assert torch.equal(stored.transformer.lm_head.weight, head)
    assert torch.equal(stored.tokenizer.quantizer.table(), exact.tokenizer.quantizer.table())


def test_a_picture_is_painted_from_as_many_scales_as_are_asked_for(checkpoint):
    """Random weights paint nothing that is right, so what is counted is that there is a row of each."""
    found = cut_scales.rows(Artist(Loading(checkpoint, level=4)), count=1)
    assert [row["name"] for row in found[:2]] == ["single, read back from 3 scales", "single, read back from 4 scales"]
    assert len(found) == 2 * len(cut_scales.KINDS) and {row["value"] for row in found} == {0}


def test_contact_sheets_show_given_and_drawn_pictures_and_the_verdict():
    truth = np.asarray(contact_sheet(examine(Oracle(asked("edit")), asked("edit"), seed=0)))
    assert (truth == RIGHT).all(axis=2).any() and not (truth == WRONG).all(axis=2).any()
    silence = np.asarray(contact_sheet(examine(Silent(), asked("question"), seed=0)))
    assert (silence == WRONG).all(axis=2).any() and not (silence == RIGHT).all(axis=2).any()
    assert contact_sheet(examine(Silent(), asked("talk"), seed=0)) is None


def run(monkeypatch, checkpoint, folder, *options):
    always = ["--checkpoint", str(checkpoint), "--evidence", str(folder)]
    monkeypatch.setattr(sys, "argv", ["evaluation", *always, *options])
    command.main()
    return json.loads((folder / "demo-quality.json").read_text("utf-8"))


def test_one_command_writes_the_report_the_sheets_and_the_table(monkeypatch, checkpoint, tmp_path):
    options = ("--abilities", "draw,question,think,tokenizer", "--n", "3", "--level", "4", "--temperature", "0.5")
    report = run(monkeypatch, checkpoint, tmp_path, *options)
    assert list(report) == [
        "command", "machine", "date", "split", "level", "stored", "sampling", "cpu_seconds", "rows"
    ]  # fmt: skip
    assert report["level"] == 4 and report["sampling"]["temperature"] == 0.5
    assert report["command"].startswith("python -m nextflow_model.evaluation --checkpoint ")
    for row in report["rows"]:
        assert set(row) in ({"ability", "n", "right"}, {"ability", "n", "value", "unit"}) and 1 <= row["n"] <= 3
    assert {path.name for path in tmp_path.glob("*.png")} >= {"demo-quality-draw.png", "demo-quality-question.png"}
    assert "| questions right | 0.0 % (0 of 3) |" in tables([report]) and "level 4, float32" in tables([report, report])
    in_processes = run(monkeypatch, checkpoint, tmp_path, *options, "--workers", "2")
    assert in_processes["rows"] == report["rows"]


def test_unknown_abilities_are_refused(monkeypatch, checkpoint, tmp_path, capsys):
    with pytest.raises(SystemExit):
        run(monkeypatch, checkpoint, tmp_path, "--abilities", "draw,sing")
    assert "unknown: sing" in capsys.readouterr().err
