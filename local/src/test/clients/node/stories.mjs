// What OpenAI's Node client sees of the platform at OPENAI_BASE_URL, which serves the tiny model.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import OpenAI, { toFile } from "openai";

const client = new OpenAI({ maxRetries: 0 });
const HOUSE = { model: "tiny", prompt: "a red house", size: "64x64" };
const CHAT = {
  model: "tiny",
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: "Why?" }] },
  ],
  max_tokens: 12,
};

const isPng = (bytes) => bytes.subarray(1, 4).toString() === "PNG";
const pixels = (image) => Buffer.from(image.b64_json, "base64");

async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

test("pictures are drawn", async () => {
  const answer = await client.images.generate({ ...HOUSE, n: 2 });
  assert.equal(answer.data.length, 2);
  assert.ok(answer.data.every((image) => isPng(pixels(image))));
  assert.equal(answer.usage.output_tokens, 60);
});

test("pictures of one seed are the same", async () => {
  const draw = async (seed) => (await client.images.generate({ ...HOUSE, seed })).data[0].b64_json;
  const first = await draw(7);
  assert.equal(await draw(7), first);
  assert.notEqual(await draw(8), first);
});

test("pictures can be fetched by a link", async () => {
  const answer = await client.images.generate({ ...HOUSE, response_format: "url" });
  const headers = { Authorization: `Bearer ${client.apiKey}` };
  const picture = await fetch(answer.data[0].url, { headers });
  assert.ok(isPng(Buffer.from(await picture.arrayBuffer())));
});

test("pictures come with drafts in a stream", async () => {
  const events = await all(await client.images.generate({ ...HOUSE, stream: true, partial_images: 2 }));
  assert.deepEqual(
    events.map((event) => [event.type, event.partial_image_index]),
    [
      ["image_generation.partial_image", 0],
      ["image_generation.partial_image", 1],
      ["image_generation.completed", undefined],
    ],
  );
  assert.ok(events.every((event) => isPng(pixels(event))));
});

test("pictures named by a key are drawn once", async () => {
  const options = { headers: { "Idempotency-Key": randomUUID() } };
  const job = async () =>
    (await client.images.generate(HOUSE, options).withResponse()).response.headers.get("x-job-id");
  assert.equal(await job(), await job());
  await assert.rejects(client.images.generate({ ...HOUSE, n: 2 }, options), OpenAI.UnprocessableEntityError);
});

async function file(name) {
  const drawn = await client.images.generate(HOUSE);
  return toFile(pixels(drawn.data[0]), name, { type: "image/png" });
}

test("an edit follows a picture", async () => {
  const answer = await client.images.edit({ image: await file("a.png"), prompt: "in snow", model: "tiny", n: 2 });
  assert.equal(answer.data.length, 2);
  assert.ok(answer.data.every((image) => isPng(pixels(image))));
  assert.equal(answer.usage.input_tokens_details.image_tokens, 29 + 16);
});

test("an edit follows several pictures and comes with drafts in a stream", async () => {
  const image = [await file("a.png"), await file("b.png")];
  const request = { image, prompt: "both", model: "tiny", stream: true, partial_images: 1 };
  const events = await all(await client.images.edit(request));
  assert.deepEqual(events.map((event) => event.type), ["image_edit.partial_image", "image_edit.completed"]);
});

test("models are listed", async () => {
  const models = await all(client.models.list());
  assert.deepEqual(models.map((model) => model.id), ["tiny"]);
  assert.deepEqual(await client.models.retrieve("tiny"), models[0]);
});

test("chats are answered", async () => {
  const answer = await client.chat.completions.create(CHAT);
  assert.equal(answer.choices[0].message.role, "assistant");
  assert.equal(typeof answer.choices[0].message.content, "string");
  assert.ok(answer.usage.completion_tokens <= 12);
});

test("chats are told in a stream", async () => {
  const whole = (await client.chat.completions.create(CHAT)).choices[0].message.content;
  const chunks = await all(await client.chat.completions.create({ ...CHAT, stream: true }));
  const text = chunks.map((chunk) => chunk.choices[0].delta.content ?? "").join("");
  assert.equal(text, whole);
});

test("chats about a picture are told in a stream", async () => {
  const drawn = (await client.images.generate(HOUSE)).data[0].b64_json;
  const shown = { type: "image_url", image_url: { url: `data:image/png;base64,${drawn}` } };
  const asked = { ...CHAT, messages: [{ role: "user", content: [shown, { type: "text", text: "What is it?" }] }] };
  const whole = await client.chat.completions.create(asked);
  const chunks = await all(await client.chat.completions.create({ ...asked, stream: true }));
  const text = chunks.map((chunk) => chunk.choices[0].delta.content ?? "").join("");
  assert.equal(text, whole.choices[0].message.content);
  assert.ok(whole.usage.prompt_tokens > 29 + 16);
});

test("mistakes name the parameter", async () => {
  for (const wrong of [{ size: "7x7" }, { quality: "high" }, { style: "vivid" }, { n: 9 }]) {
    await assert.rejects(client.images.generate({ ...HOUSE, ...wrong }), (refused) => {
      assert.ok(refused instanceof OpenAI.BadRequestError);
      assert.equal(refused.param, Object.keys(wrong)[0]);
      return true;
    });
  }
});

test("mistakes in the name of a model are told", async () => {
  await assert.rejects(client.images.generate({ ...HOUSE, model: "dall-e-3" }), OpenAI.NotFoundError);
  await assert.rejects(client.models.retrieve("gpt-4o"), OpenAI.NotFoundError);
});
