"""Every question has a right answer that its grader knows, and wrong ones that it does not take."""

import numpy as np
import pytest

from nextflow_model.tasks.exchange import Exchange, Picture, Text
from nextflow_model.tasks.questions import KINDS, Expected, grade_answer, sample_question, sample_questions
from nextflow_model.tasks.statements import is_true_of, normal, read_statement, state
from nextflow_model.world import COLOUR_NAMES, RESERVED_PAIRS, Demands, Item, Scene, Wanted, demands, is_heldout

HOUSE_LEFT_OF_SUN = Scene(
    "relation", (Item("house", "red", "large", 0.3, 0.5), Item("sun", "yellow", "small", 0.8, 0.5)), "left of", "sky"
)
DESCRIBED = Expected("describe", "open", (), HOUSE_LEFT_OF_SUN)


def questions(count: int, split: str, kind: str | None = None, seed: int = 0) -> list[Exchange]:
    rng = np.random.default_rng(seed)
    return [sample_question(rng, split, kind) for _ in range(count)]


def asked(exchange: Exchange) -> str:
    return exchange.turns[0].parts[-1].text


def answer(exchange: Exchange) -> str:
    return exchange.turns[-1].parts[0].text


def scenes(exchange: Exchange) -> list[Scene]:
    return [part.scene for part in exchange.turns[0].parts if isinstance(part, Picture)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("split", ["train", "heldout"])
def test_the_taught_answer_is_right(kind: str, split: str) -> None:
    for exchange in questions(100, split, kind):
        assert grade_answer(answer(exchange), exchange.about), (asked(exchange), answer(exchange))
        assert grade_answer(answer(exchange).lower().rstrip("."), exchange.about)


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_to_another_question_is_mostly_wrong(kind: str) -> None:
    asked_here = questions(100, "train", kind)
    others = [answer(exchange) for exchange in questions(100, "train", kind, seed=1)]
    fitting = sum(grade_answer(other, one.about) for one, other in zip(asked_here, others, strict=True))
    # Yes and no, first and second: chance answers fit at most half of the time, and less with sentences among them.
    assert fitting < 50


def test_a_question_shows_one_picture_or_two_and_only_scenes_of_its_split() -> None:
    for exchange in questions(1500, "train"):
        assert exchange.task == "question"
        assert 1 <= len(scenes(exchange)) <= 2
        assert not any(is_heldout(scene) for scene in scenes(exchange))
    assert all(is_heldout(scenes(exchange)[0]) for exchange in questions(500, "heldout"))


def test_training_never_speaks_of_a_reserved_pair() -> None:
    text = "\n".join(f"{asked(exchange)} {answer(exchange)}" for exchange in questions(3000, "train"))
    for thing, colour in RESERVED_PAIRS:
        assert f"{colour} {thing}" not in text


def test_the_wording_decides_how_long_the_answer_is() -> None:
    for exchange in questions(2000, "train"):
        text, words = asked(exchange).lower(), answer(exchange).split()
        if "full sentence" in text:
            assert len(words) >= 3
        elif "one word" in text:
            assert len(words) == 1


def test_things_that_are_not_there_are_said_to_be_missing() -> None:
    absent = [one for one in questions(400, "train", "colour") if answer(one).startswith("There is no")]
    examined = [one for one in questions(400, "heldout", "colour") if answer(one).startswith("There is no")]
    assert 90 < len(absent) < 150 and 30 < len(examined) < 90, "asked for twice as often in training"
    for exchange in absent + examined:
        thing = answer(exchange).split()[3]
        assert thing not in {item.thing for item in scenes(exchange)[0].items}
        assert not any(grade_answer(colour, exchange.about) for colour in COLOUR_NAMES)


def test_yes_and_no_are_about_as_frequent() -> None:
    yes = sum(answer(one).startswith("Yes") for one in questions(600, "train", "there"))
    assert 220 < yes < 380


@pytest.mark.parametrize(
    "caption",
    [
        "A red house to the left of a yellow sun in the sky.",
        "a yellow sun to the right of a red house",
        "There is a large red house and a small yellow sun.",
        "The picture shows a red house with a yellow sun to its right.",
    ],
)
def test_a_true_caption_is_right_in_any_words(caption: str) -> None:
    assert grade_answer(caption, DESCRIBED)


@pytest.mark.parametrize(
    "caption",
    [
        "A red house in the sky.",
        "A red house to the right of a yellow sun in the sky.",
        "A red house to the left of a yellow sun at night.",
        "A small red house and a yellow sun.",
        "A red house, a yellow sun and a blue fish.",
        "Two red houses and a yellow sun.",
        "A blue house and a yellow sun.",
        "A red house and a yellow sun dancing.",
        "",
    ],
)
def test_a_caption_that_says_too_little_or_anything_false_is_wrong(caption: str) -> None:
    assert not grade_answer(caption, DESCRIBED)


def test_a_number_may_be_a_digit_and_articles_do_not_count() -> None:
    three = Expected("count", "open", ("three", "there are three stars"))
    assert grade_answer("3", three) and grade_answer("There are 3 stars", three)
    assert not grade_answer("Four.", three)


def test_every_plain_statement_is_read_back_as_what_it_states() -> None:
    for exchange in questions(500, "train", "describe"):
        everything = demands(scenes(exchange)[0])
        assert normal(read_statement(state(everything))) == normal(everything)
        assert is_true_of(everything, scenes(exchange)[0])


def test_it_stands_for_the_thing_named_first() -> None:
    fish, star = Wanted("fish", "red", None), Wanted("star", "blue", None)
    assert read_statement("a red fish and a blue star above it") == Demands((star, fish), "above", None)


def test_a_picture_is_part_of_the_question_and_text_the_answer() -> None:
    (one,) = questions(1, "train")
    assert isinstance(one.turns[0].parts[-1], Text)
    assert [turn.role for turn in one.turns] == ["user", "assistant"]


def test_a_dialogue_asks_again_about_the_picture_that_is_shown() -> None:
    rng = np.random.default_rng(3)
    dialogues = [sample_questions(rng, "train") for _ in range(100)]
    assert max(len(dialogue.turns) for dialogue in dialogues) == 16
    for dialogue in dialogues:
        assert [turn.role for turn in dialogue.turns] == ["user", "assistant"] * (len(dialogue.turns) // 2)
        assert not any(isinstance(part, Picture) for turn in dialogue.turns[1:] for part in turn.parts)


def later(dialogue: Exchange) -> list[tuple[str, str]]:
    """Its further questions and answers, in small letters."""
    texts = [turn.parts[0].text.lower() for turn in dialogue.turns[2:]]
    return list(zip(texts[::2], texts[1::2]))


def test_later_answers_of_a_dialogue_are_true_of_its_picture() -> None:
    rng = np.random.default_rng(4)
    counts = 0
    for _ in range(200):
        dialogue = sample_questions(rng, "train")
        shown = scenes(dialogue)
        for asked, said in later(dialogue):
            if len({item.thing for item in shown[0].items}) == 1 and asked.startswith("how many"):
                number = ("one", "two", "three", "four")[len(shown[0].items) - 1]
                counts += 1
                assert number in said or "no" in said, (asked, said)
    assert counts > 5


def test_later_answers_about_two_pictures_are_true_of_both() -> None:
    rng = np.random.default_rng(6)
    compared = 0
    for _ in range(400):
        dialogue = sample_questions(rng, "train")
        shown = scenes(dialogue)
        if len(shown) < 2:
            continue
        for asked, said in later(dialogue):
            first, second = (len(scene.items) for scene in shown)
            if "icture" in asked and " more " in asked and first != second:
                compared += 1
                assert ("first" if first > second else "second") in said
            if "different" in asked and "background" in said:
                assert shown[0].background != shown[1].background
    assert compared > 5
