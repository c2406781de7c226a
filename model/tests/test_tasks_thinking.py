"""Thoughts end in a plain final prompt that asks for exactly what the picture shows."""

import numpy as np
import pytest

from nextflow_model import judge
from nextflow_model.tasks.exchange import Exchange
from nextflow_model.tasks.thinking import INSTRUCTION, Thought, final_prompt, grade_final_prompt, sample_thought
from nextflow_model.tasks.thinking.riddles.sums import sum_for
from nextflow_model.world import RESERVED_PAIRS, Demands, Wanted, draw_scene, is_heldout

STARS = Thought(Demands((Wanted("star", "red", None, 3),), None, None), "number")
PAIR = Thought(Demands((Wanted("cup", "blue", "small"), Wanted("car", "red", None)), "below", "night"), "order")


def thoughts(count: int, split: str, seed: int = 0) -> list[Exchange]:
    rng = np.random.default_rng(seed)
    return [sample_thought(rng, split) for _ in range(count)]


def reasoning(exchange: Exchange) -> str:
    return exchange.turns[2].parts[0].text


def scene(exchange: Exchange):
    return exchange.turns[2].parts[1].scene


@pytest.mark.parametrize("split", ["train", "heldout"])
def test_final_prompts_are_right_and_short(split: str) -> None:
    for exchange in thoughts(500, split):
        assert exchange.turns[0].parts[0].text == INSTRUCTION
        assert grade_final_prompt(reasoning(exchange), exchange.about), exchange
        assert len(reasoning(exchange).split()) <= 45


def test_another_thoughts_final_prompt_is_wrong() -> None:
    one, other = thoughts(300, "train"), thoughts(300, "train", seed=1)
    fitting = sum(grade_final_prompt(reasoning(b), a.about) for a, b in zip(one, other, strict=True))
    assert fitting < 10


def test_pictures_show_what_was_asked_for() -> None:
    right = [
        judge.check(judge.read(draw_scene(scene(exchange), 96, 96)), exchange.about.demands).right
        for exchange in thoughts(25, "heldout")
    ]
    # The judge itself is not quite perfect.
    assert sum(right) >= 24


def test_training_has_neither_heldout_scenes_nor_reserved_pairs() -> None:
    for exchange in thoughts(2000, "train"):
        assert not is_heldout(scene(exchange))
        text = f"{exchange.turns[1].parts[0].text} {reasoning(exchange)}"
        assert not any(f"{colour} {thing}" in text for thing, colour in RESERVED_PAIRS)


def test_heldout_inferences_are_never_trained() -> None:
    trained = {exchange.about.key for exchange in thoughts(3000, "train")}
    examined = [exchange for exchange in thoughts(500, "heldout") if not is_heldout(scene(exchange))]
    assert examined
    assert not trained & {exchange.about.key for exchange in examined}


def test_some_prompts_need_no_thought_and_most_do() -> None:
    plain = sum(exchange.about.key == "plain" for exchange in thoughts(1000, "train"))
    assert 80 < plain < 220


def test_a_prompt_does_not_give_its_answer_away() -> None:
    for exchange in thoughts(1000, "train"):
        if exchange.about.key.startswith("number") and "colour" not in exchange.about.key:
            assert "as many" in exchange.turns[1].parts[0].text


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("A triangle has three corners. The final prompt is: three red stars.", "three red stars"),
        ("the final prompt is: a cup", "a cup"),
        ("Three red stars.", None),
        ("", None),
    ],
)
def test_the_final_prompt_is_what_follows_its_words(text: str, prompt: str | None) -> None:
    assert final_prompt(text) == prompt


@pytest.mark.parametrize(
    ("prompt", "about", "right"),
    [
        ("three red stars", STARS, True),
        ("3 red stars", STARS, True),
        ("two red stars", STARS, False),
        ("three blue stars", STARS, False),
        ("three small red stars", STARS, False),
        ("three red stars at night", STARS, False),
        ("three red stars and a cup", STARS, False),
        ("as many red stars as a triangle has corners", STARS, False),
        ("a small blue cup below a red car at night", PAIR, True),
        ("a red car above a small blue cup at night", PAIR, True),
        ("a red car below a small blue cup at night", PAIR, False),
        ("a small blue cup and a red car at night", PAIR, False),
        ("a blue cup below a red car at night", PAIR, False),
        ("a small blue cup below a red car", PAIR, False),
    ],
)
def test_a_final_prompt_must_ask_for_all_and_no_more(prompt: str, about: Thought, right: bool) -> None:
    assert grade_final_prompt(f"So. The final prompt is: {prompt}.", about) == right


def test_sums_are_right() -> None:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"]
    rng = np.random.default_rng(3)
    for _ in range(200):
        result = int(rng.integers(1, 5))
        text, _ = sum_for(rng, result)
        numbers = [words.index(word) for word in text.split() if word in words]
        if "plus" in text:
            assert sum(numbers) == result
        elif "minus" in text:
            assert numbers[0] - numbers[1] == result
        elif "half" in text:
            assert numbers == [2 * result]
