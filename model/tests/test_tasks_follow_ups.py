"""Conversations about what was drawn: every edit follows from the picture before it."""

import numpy as np
import pytest

from nextflow_model.tasks.exchange import Exchange, Picture, Text
from nextflow_model.tasks.follow_ups import sample_edit_of_drawn, sample_follow_up
from nextflow_model.tasks.edits import grade_edit
from nextflow_model.world import draw_scene, is_heldout


def conversations(count: int, split: str) -> list[Exchange]:
    rng = np.random.default_rng(0)
    return [sample_follow_up(rng, split) for _ in range(count)]


def pictures(exchange: Exchange) -> list[Picture]:
    return [part for turn in exchange.turns for part in turn.parts if isinstance(part, Picture)]


@pytest.mark.parametrize("split", ["train", "heldout"])
def test_the_last_edit_is_of_the_picture_before_it(split: str) -> None:
    for exchange in conversations(100, split):
        before, after = pictures(exchange)[-2:]
        assert (before.scene, after.scene) == (exchange.about.source, exchange.about.target)


def test_the_last_picture_is_what_the_grader_wants() -> None:
    rng = np.random.default_rng(1)
    right = 0
    for _ in range(60):
        exchange = sample_edit_of_drawn(rng, "train")
        right += grade_edit(draw_scene(exchange.turns[-1].parts[0].scene, 128, 128), exchange.about).right
    assert right >= 54


def test_roles_alternate_and_the_model_has_drawn_what_is_edited() -> None:
    for exchange in conversations(200, "train"):
        assert [turn.role for turn in exchange.turns] == ["user", "assistant"] * (len(exchange.turns) // 2)
        drawn = [part for turn in exchange.turns if turn.role == "assistant" for part in turn.parts]
        assert isinstance(drawn[0], Picture) and isinstance(drawn[1], Picture)
        assert all(isinstance(part, Text) for part in drawn[2:])


def test_training_shows_nothing_held_out() -> None:
    assert not any(is_heldout(one.scene) for exchange in conversations(300, "train") for one in pictures(exchange))
    assert all(any(is_heldout(one.scene) for one in pictures(exchange)) for exchange in conversations(100, "heldout"))


def test_both_beginnings_come_and_some_end_in_questions() -> None:
    several = conversations(200, "train")
    brought = sum(isinstance(exchange.turns[0].parts[0], Picture) for exchange in several)
    asked = sum(len(exchange.turns) > 4 for exchange in several)
    assert 40 < brought < 120 and asked > 80
