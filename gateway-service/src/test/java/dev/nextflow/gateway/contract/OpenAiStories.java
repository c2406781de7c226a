package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** Callers who wait on OpenAI's routes, in all the ways in which they can be answered. */
record OpenAiStories(Witness witness, Api user, JobQueue queue, TokenizerServer tokenizer) {

  private static final String IMAGES = "/v1/images/generations";
  private static final String EDITS = "/v1/images/edits";
  private static final String RED = "{'image': 'cat', 'prompt': 'red'%s}";
  private static final String CHAT = "/v1/chat/completions";
  private static final String WHY = "{'messages': [{'role': 'user', 'content': 'why?'}]%s}";
  private static final String HOUSE = "{'prompt': 'a house'%s}";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Outcome DRAWN =
      new Outcome.Succeeded("{\"usage\":{\"image_tokens\":91,\"prompt_tokens\":12}}");
  private static final Outcome EDITED =
      new Outcome.Succeeded("{\"usage\":{\"image_tokens\":30,\"prompt_tokens\":45}}");
  private static final Outcome WRITTEN =
      new Outcome.Succeeded(
          "{\"ids\":[7,8],\"finish_reason\":\"length\","
              + "\"usage\":{\"prompt_tokens\":12,\"text_tokens\":2}}");

  void tell() {
    tokenizer.replaceBundle();
    for (String more : new String[] {"", ", 'response_format': 'url'", ", 'n': 2, 'user': 'u'"}) {
      drawn(HOUSE.formatted(more), DRAWN).join();
    }
    drawn(HOUSE.formatted(", 'stream': true, 'partial_images': 2"), DRAWN).join();
    drawn(HOUSE.formatted(", 'stream': true"), new Outcome.Failed("drawing-failed")).join();
    drawn(HOUSE.formatted(""), new Outcome.Failed("drawing-failed")).join();
    for (String more : new String[] {"", ", 'stream': true, 'partial_images': 2"}) {
      edited(RED.formatted(more), EDITED).join();
    }
    edited(RED.formatted(", 'stream': true"), new Outcome.Failed("drawing-failed")).join();
    written(WHY.formatted(""), WRITTEN).join();
    written(WHY.formatted(", 'stream': true, 'stream_options': {'include_usage': true}"), WRITTEN)
        .join();
    written(WHY.formatted(", 'stream': true"), new Outcome.Failed("answering-failed")).join();
    repeats(IMAGES, HOUSE, drawn(HOUSE.formatted(""), DRAWN, "Idempotency-Key", "i").join(), "i");
    repeats(CHAT, WHY, written(WHY.formatted(""), WRITTEN, "Idempotency-Key", "w").join(), "w");
    repeats(EDITS, RED, edited(RED.formatted(""), EDITED, "Idempotency-Key", "e").join(), "e");
    unknownModel(IMAGES, HOUSE);
    unknownModel(EDITS, RED);
    unknownModel(CHAT, WHY);
    cancelled(IMAGES, HOUSE);
    cancelled(EDITS, RED);
    cancelled(CHAT, WHY);
    post(EDITS, "{'image': 'broken', 'prompt': 'red'}");
    witness.get(user, "/v1/models/nobody");
  }

  private CompletableFuture<Answer> drawn(String json, Outcome outcome, String... headers) {
    CompletableFuture<Answer> answer = asks(IMAGES, json, headers);
    worker(QueueNames.generation(TokenizerServer.MODEL, tokenizer.digest()))
        .draws(1, 6)
        .ends(outcome);
    return answer;
  }

  /** In the size of what is shown. */
  private CompletableFuture<Answer> edited(String json, Outcome outcome, String... headers) {
    CompletableFuture<Answer> answer = asks(EDITS, json, headers);
    worker(QueueNames.generation(TokenizerServer.MODEL, tokenizer.digest()))
        .draws(1, 4)
        .ends(outcome);
    return answer;
  }

  private CompletableFuture<Answer> written(String json, Outcome outcome, String... headers) {
    CompletableFuture<Answer> answer = asks(CHAT, json, headers);
    worker(QueueNames.understanding(TokenizerServer.MODEL, tokenizer.digest()))
        .writes(0, 7)
        .ends(outcome);
    return answer;
  }

  private Worker worker(String queueName) {
    return Worker.takesNext(queue, queueName);
  }

  private void repeats(String path, String json, Answer first, String key) {
    String[] named = {"Idempotency-Key", key};
    post(path, json.formatted(", 'seed': 9"), named); // another body
    witness.send(user, "DELETE", "/v1/jobs/" + first.header("X-Job-Id"), new byte[0]);
    post(path, json.formatted(""), named); // gone
  }

  private void unknownModel(String path, String json) {
    post(path, json.formatted(", 'model': 'nobody'"));
  }

  private void cancelled(String path, String json) {
    CompletableFuture<Answer> waiting = asks(path, json.formatted(""));
    String id =
        Eventually.get(
            "a job that waits",
            SOON,
            () ->
                Optional.of(user.get("/v1/jobs?state=queued&limit=1").json().at("/jobs/0/id"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .filter(newest -> newest.contains(tokenizer.digest().substring(7, 15))));
    witness.send(user, "POST", "/v1/jobs/" + id + "/cancel", new byte[0]);
    waiting.join();
  }

  /** On a thread of its own, for the answer comes when the job has ended. */
  private CompletableFuture<Answer> asks(String path, String json, String... headers) {
    return CompletableFuture.supplyAsync(() -> post(path, json, headers));
  }

  private Answer post(String path, String json, String... headers) {
    if (!path.equals(EDITS)) {
      return witness.send(user, "POST", path, json, headers);
    }
    Sent form = Sent.form(json.replace('\'', '"'));
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = form.contentType();
    System.arraycopy(headers, 0, all, 2, headers.length);
    return witness.send(user, "POST", path, form.body(), all);
  }
}
