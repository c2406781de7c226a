"""Talk stays within the model's world: what it knows it says, what it cannot draw it politely refuses."""

import numpy as np
import pytest

from nextflow_model.tasks.conversation import Talk, grade_talk, sample_talk
from nextflow_model.tasks.conversation.courtesies import COURTESIES
from nextflow_model.tasks.conversation.refusals import CANNOT_DRAW
from nextflow_model.tasks.conversation.unknown import ANIMALS, COLOURS, ERRANDS, OBJECTS, PEOPLE, SCENES
from nextflow_model.tasks.corpus import captions_corpus
from nextflow_model.tasks.drawings import sample_drawing
from nextflow_model.tasks.exchange import Exchange, Picture, Text
from nextflow_model.text.learn import learn_tokenizer
from nextflow_model.world import COLOUR_NAMES, THINGS, is_heldout


def talks(count: int, split: str, seed: int = 0) -> list[Exchange]:
    rng = np.random.default_rng(seed)
    return [sample_talk(rng, split) for _ in range(count)]


def question(talk: Exchange) -> str:
    return talk.turns[-2].parts[0].text


def answer(talk: Exchange) -> str:
    return talk.turns[-1].parts[0].text


@pytest.mark.parametrize("split", ["train", "heldout"])
def test_the_taught_answer_is_right_and_there_are_no_pictures(split: str) -> None:
    for talk in talks(1500, split):
        assert all(isinstance(part, Text) for turn in talk.turns for part in turn.parts)
        assert grade_talk(answer(talk), talk.about), talk


def test_a_refusal_is_no_answer_and_an_answer_no_refusal() -> None:
    for talk in talks(1500, "train"):
        wrong = "Yes, here it is." if talk.about.kind == "refusal" else CANNOT_DRAW
        assert not grade_talk(wrong, talk.about)


def test_about_half_is_refused() -> None:
    refused = sum(talk.about.kind == "refusal" for talk in talks(1000, "train"))
    assert 430 < refused < 570


def test_heldout_questions_are_never_trained() -> None:
    trained = {question(talk).lower() for talk in talks(6000, "train")}
    examined = {question(talk).lower() for talk in talks(600, "heldout")}
    assert len(examined) > 100
    assert not trained & examined


@pytest.mark.parametrize("lists", [PEOPLE, ANIMALS, OBJECTS, SCENES, COLOURS, ERRANDS])
def test_heldout_topics_are_others_and_none_is_of_this_world(lists: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    trained, heldout = lists
    assert not set(trained) & set(heldout)
    known = {f"a {thing}" for thing in THINGS} | set(COLOUR_NAMES)
    assert not known & (set(trained) | set(heldout))


def test_every_courtesy_answers_what_it_must() -> None:
    for kind, wordings, text, required in COURTESIES:
        assert len(wordings) >= 3
        assert grade_talk(text, Talk(kind, required))
        assert not grade_talk("The boat is blue.", Talk(kind, required))


def test_a_list_with_a_colour_left_out_is_wrong() -> None:
    kind, _, text, required = next(one for one in COURTESIES if one[0] == "colours")
    assert not grade_talk(text.replace("purple, ", ""), Talk(kind, required))


def test_a_drawing_asks_for_one_picture_of_its_split() -> None:
    rng = np.random.default_rng(1)
    for split in ("train", "heldout"):
        for _ in range(200):
            drawing = sample_drawing(rng, split)
            (picture,) = drawing.turns[1].parts
            assert isinstance(picture, Picture)
            assert is_heldout(picture.scene) == (split == "heldout")
            assert {one.thing for one in drawing.about.wanted} == {item.thing for item in picture.scene.items}


def test_the_corpus_is_repeatable_and_speaks_of_every_task() -> None:
    corpus = captions_corpus(1500, seed=2)
    assert corpus == captions_corpus(1500, seed=2)
    assert len(corpus) == 1500
    text = "\n".join(corpus)
    words = ("How many", "Think before you draw", "The final prompt is", "Once there was", "I am sorry")
    assert all(word in text for word in words)
    assert sum(text.count(verb) for verb in ("emove the", "eplace the", "otate the", "oom in", "oom out")) > 3


def test_a_tokenizer_learnt_from_the_corpus_keeps_texts_short() -> None:
    tokenizer = learn_tokenizer(captions_corpus(2000, seed=0), 1024)
    lengths = [len(tokenizer.encode(answer(talk))) for talk in talks(200, "train", seed=7)]
    assert np.mean(lengths) < 25
