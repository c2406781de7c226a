"""The text tokenizer against Hugging Face's `tokenizers`, and the chat template."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from nextflow_model.tasks.corpus import captions_corpus
from nextflow_model.text.learn import learn_tokenizer
from nextflow_model.text.template import prompt_ids
from nextflow_model.text.tokenizer import TextTokenizer

ODD = [
    "",
    " ",
    "   a",
    "a   ",
    "a \n b",
    "\t\tx",
    "don't we'll I'd 'tis ''s",
    "12 cats, 3½ dogs №5 ²",
    "naïve café Ünïcode",
    "日本語のテキスト",
    "🙂👩‍👩‍👧",
    "e\u0301 vs é",
    "\u00a0nbsp\u2003em",
    "\x1c\x1d sep",
    "a\u200bb",
    "_under_score_",
    "--!?…",
    "\r\n\r\n",
    "a red house.",
    "A small Blue STAR on the grass",
    "\u0000",
    "¹²³ Ⅷ",
    "العربية",
    "हिन्दी",
    "'S 'LL I'VE i've",
    "ª º µ",
]


@pytest.fixture(scope="module")
def tokenizer():
    return learn_tokenizer(captions_corpus(1500, seed=0), 1024)


@pytest.fixture(scope="module")
def hugging_face(tokenizer, tmp_path_factory):
    path = tmp_path_factory.mktemp("text") / "tokenizer.json"
    tokenizer.save(path)
    assert TextTokenizer.open(path) == tokenizer
    return Tokenizer.from_file(str(path))


def random_strings(count: int) -> list[str]:
    generator = np.random.default_rng(0)
    alphabet = list(" \n\t'abcdeslltvemré½²_.,!?-#🙂日ß٣\u00a0\u2028")
    return ["".join(generator.choice(alphabet, generator.integers(1, 30))) for _ in range(count)]


@pytest.mark.parametrize(
    "texts", [ODD, random_strings(1000), captions_corpus(500, seed=9)], ids=["odd", "random", "captions"]
)
def test_ids_equal_those_of_hugging_face(tokenizer, hugging_face, texts):
    for text in texts:
        assert tokenizer.encode(text) == hugging_face.encode(text, add_special_tokens=False).ids, repr(text)


@pytest.mark.parametrize("text", ODD)
def test_decoding_gives_the_text_back(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_words_of_the_world_are_single_tokens(tokenizer):
    for word in (" red", " house", " between", " small", " star"):
        assert len(tokenizer.encode(word)) == 1


def test_specials_have_the_highest_ids_and_are_never_typed(tokenizer):
    lowest = min(tokenizer.specials.values())
    assert sorted(tokenizer.specials.values()) == list(range(lowest, tokenizer.size))
    assert max(tokenizer.encode("<|boi|> <|im_end|>")) < lowest


def test_the_template_tokenises_each_piece_alone(tokenizer):
    specials = {"im_start": 1, "im_end": 2}
    template = [{"special": "im_start"}, {"text": "user\n"}, {"slot": "prompt"}, {"special": "im_end"}]
    ids = prompt_ids(tokenizer, template, specials, "  cafe\u0301 ")
    assert ids == [1, *tokenizer.encode("user\n"), *tokenizer.encode("caf\u00e9"), 2]
    assert prompt_ids(tokenizer, template, specials, "") == [1, *tokenizer.encode("user\n"), 2]
