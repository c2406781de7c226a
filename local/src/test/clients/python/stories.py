"""What OpenAI's Python client sees of the platform at OPENAI_BASE_URL, which serves the tiny model."""

import base64
import unittest
import urllib.request
import uuid

import openai

client = openai.OpenAI(max_retries=0)
HOUSE = {"model": "tiny", "prompt": "a red house", "size": "64x64"}
CHAT = {
    "model": "tiny",
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why?"}],
    "max_tokens": 12,
}
PNG = b"\x89PNG"


def pixels(b64_json):
    return base64.b64decode(b64_json)


class Pictures(unittest.TestCase):
    def test_are_drawn(self):
        answer = client.images.generate(**HOUSE, n=2)
        self.assertEqual([pixels(image.b64_json)[:4] for image in answer.data], [PNG, PNG])
        self.assertEqual(answer.size, "64x64")
        self.assertEqual(answer.usage.output_tokens, 60)

    def test_of_one_seed_are_the_same(self):
        first, again, other = (
            client.images.generate(**HOUSE, extra_body={"seed": seed}).data[0].b64_json for seed in (7, 7, 8)
        )
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_can_be_fetched_by_a_link(self):
        answer = client.images.generate(**HOUSE, response_format="url")
        request = urllib.request.Request(answer.data[0].url, headers={"Authorization": f"Bearer {client.api_key}"})
        with urllib.request.urlopen(request) as picture:
            self.assertEqual(picture.read(4), PNG)

    def test_come_with_drafts_in_a_stream(self):
        events = list(client.images.generate(**HOUSE, stream=True, partial_images=2))
        self.assertEqual(
            [event.type for event in events],
            ["image_generation.partial_image"] * 2 + ["image_generation.completed"],
        )
        self.assertEqual([event.partial_image_index for event in events[:2]], [0, 1])
        self.assertEqual(len({event.b64_json for event in events}), 3)
        self.assertEqual(events[-1].usage.output_tokens, 30)

    def test_named_by_a_key_are_drawn_once(self):
        named = {"Idempotency-Key": str(uuid.uuid4())}
        jobs = {
            client.images.with_raw_response.generate(**HOUSE, extra_headers=named).headers["x-job-id"]
            for _ in range(2)
        }
        self.assertEqual(len(jobs), 1)
        with self.assertRaises(openai.UnprocessableEntityError):
            client.images.generate(**HOUSE, n=2, extra_headers=named)


class Edits(unittest.TestCase):
    def test_follow_a_picture(self):
        drawn = pixels(client.images.generate(**HOUSE).data[0].b64_json)
        answer = client.images.edit(image=("house.png", drawn, "image/png"), prompt="in snow", model="tiny", n=2)
        self.assertEqual([pixels(image.b64_json)[:4] for image in answer.data], [PNG, PNG])
        self.assertEqual(answer.size, "64x64")
        self.assertEqual(answer.usage.input_tokens_details.image_tokens, 29 + 16)

    def test_follow_several_and_come_with_drafts_in_a_stream(self):
        drawn = pixels(client.images.generate(**HOUSE).data[0].b64_json)
        shown = [(f"{number}.png", drawn, "image/png") for number in range(2)]
        events = list(
            client.images.edit(image=shown, prompt="both", model="tiny", stream=True, partial_images=1)
        )
        self.assertEqual([event.type for event in events], ["image_edit.partial_image", "image_edit.completed"])

    def test_refuse_a_mask_by_its_name(self):
        with self.assertRaises(openai.BadRequestError) as refused:
            client.images.edit(image=("a.png", PNG), mask=("m.png", PNG), prompt="in snow", model="tiny")
        self.assertEqual(refused.exception.param, "mask")


class Models(unittest.TestCase):
    def test_are_listed(self):
        (model,) = client.models.list()
        self.assertEqual((model.id, model.object, model.owned_by), ("tiny", "model", "nextflow"))
        self.assertIn("64x64", model.model_extra["sizes"])
        self.assertEqual(client.models.retrieve("tiny"), model)


class Chats(unittest.TestCase):
    def test_are_answered(self):
        answer = client.chat.completions.create(**CHAT)
        self.assertEqual(answer.choices[0].message.role, "assistant")
        self.assertIn(answer.choices[0].finish_reason, ("stop", "length"))
        self.assertEqual(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens)

    def test_are_told_in_a_stream(self):
        whole = client.chat.completions.create(**CHAT).choices[0].message.content
        chunks = list(client.chat.completions.create(**CHAT, stream=True, stream_options={"include_usage": True}))
        text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
        self.assertEqual(text, whole)
        self.assertLessEqual(chunks[-1].usage.completion_tokens, 12)

    def test_about_a_picture_are_told_in_a_stream(self):
        drawn = client.images.generate(**HOUSE).data[0].b64_json
        shown = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{drawn}"}}
        asked = {**CHAT, "messages": [{"role": "user", "content": [shown, {"type": "text", "text": "What is it?"}]}]}
        whole = client.chat.completions.create(**asked)
        chunks = list(client.chat.completions.create(**asked, stream=True))
        text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
        self.assertEqual(text, whole.choices[0].message.content)
        self.assertGreater(whole.usage.prompt_tokens, 29 + 16)  # the picture's own, and what was said


class Mistakes(unittest.TestCase):
    def test_name_the_parameter(self):
        for wrong in ({"size": "7x7"}, {"quality": "high"}, {"style": "vivid"}, {"n": 9}):
            with self.subTest(wrong), self.assertRaises(openai.BadRequestError) as refused:
                client.images.generate(**{**HOUSE, **wrong})
            self.assertEqual([refused.exception.param], list(wrong))
            self.assertEqual(refused.exception.code, "invalid-request")
        with self.assertRaises(openai.BadRequestError) as refused:
            client.chat.completions.create(**CHAT, tools=[{"type": "function", "function": {"name": "f"}}])
        self.assertEqual(refused.exception.param, "tools")

    def test_in_the_name_of_a_model_are_told(self):
        with self.assertRaises(openai.NotFoundError) as refused:
            client.images.generate(**{**HOUSE, "model": "dall-e-3"})
        self.assertEqual(refused.exception.param, "model")
        with self.assertRaises(openai.NotFoundError):
            client.models.retrieve("gpt-4o")


if __name__ == "__main__":
    unittest.main()
