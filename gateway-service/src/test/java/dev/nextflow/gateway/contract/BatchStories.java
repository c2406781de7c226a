package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A batch that ends, and one that is cancelled. */
record BatchStories(Witness witness, Api user, JobQueue queue, TokenizerServer tokenizer) {

  private static final Duration SOON = Duration.ofSeconds(60);

  void tell() {
    tokenizer.replaceBundle();
    String ended =
        path(
            submit(
                """
                {"custom_id": "a", "prompt": "a house"}
                {"custom_id": "b", "prompt": "a house", "n": 9}
                no JSON
                """,
                "one"));
    submit("{\"custom_id\": \"c\", \"prompt\": \"another\"}", "one"); // the key was used
    witness.get(user, ended);
    witness.get(user, ended + "/results");
    Worker.takesNext(queue, QueueNames.generation(TokenizerServer.MODEL, tokenizer.digest()))
        .drawsAll();
    Eventually.holds(
        "the batch has ended",
        SOON,
        () -> user.get(ended).json().get("state").stringValue().equals("partially_succeeded"));
    witness.get(user, ended);
    witness.get(user, ended + "/results");
    cancel(ended);
    cancel(path(submit("{\"custom_id\": \"a\", \"prompt\": \"a house\"}", "two")));
  }

  private Answer submit(String lines, String key) {
    return witness.send(
        user,
        "POST",
        "/v1/batches",
        lines.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/jsonl",
        "Idempotency-Key",
        key);
  }

  private void cancel(String path) {
    witness.send(user, "POST", path + "/cancel", new byte[0]);
  }

  private static String path(Answer submitted) {
    return submitted.header("Location");
  }
}
