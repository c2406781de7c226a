package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One of everything that a tenant can have: its id, by what the document says it is the id of. The
 * job is a draft of one picture, drawn to scale 3; its deliveries reach nobody.
 */
record Possessions(Map<String, String> ids) {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Nobody listens on port 1. */
  private static final String ENDPOINT = "{\"url\": \"http://127.0.0.1:1/%s\"}";

  static Possessions of(Api user, JobQueue queue, String tenant, String key) {
    String endpoint =
        id(user.post("/v1/webhook-endpoints", ENDPOINT.formatted(UUID.randomUUID())).json());
    String job = id(user.draw("{\"prompt\": \"a red house\", \"seed\": 7, \"stop_after\": 3}"));
    Worker.takes(queue, job).drawsDraft(1);
    // An answer waits in another queue than pictures do, out of the way of the test's workers.
    byte[] line =
        "{\"custom_id\": \"a\", \"kind\": \"understanding\", \"prompt\": \"why?\"}"
            .getBytes(StandardCharsets.UTF_8);
    String batch =
        id(user.send("POST", "/v1/batches", line, "Content-Type", "application/jsonl").json());
    String session = id(user.post("/v1/sessions", "{}").json());
    String delivery =
        Eventually.get(
            "a delivery",
            SOON,
            () ->
                Optional.ofNullable(
                        user.get("/v1/webhook-endpoints/" + endpoint + "/deliveries")
                            .json()
                            .at("/data/0/id"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue));
    return new Possessions(
        Map.of(
            "job", job,
            "batch", batch,
            "session", session,
            "endpoint", endpoint,
            "delivery", delivery,
            "tenant", tenant,
            "key", key,
            "model", "demo"));
  }

  /** Ids of the right form that nobody has. */
  Possessions unknown() {
    JobId job = JobId.parse(ids.get("job")).orElseThrow();
    String hex = UUID.randomUUID().toString().replace("-", "");
    return new Possessions(
        Map.of(
            "job",
            JobId.random(job.queue()).value(),
            "batch",
            JobId.random("batch").value(),
            "session",
            JobId.random("session").value(),
            "endpoint",
            "we_" + hex,
            "delivery",
            "wd_" + hex,
            "tenant",
            "t-" + hex,
            "key",
            hex.substring(0, 12),
            "model",
            "nobody"));
  }

  /** The same with another tenant and key. */
  Possessions but(String tenant, String key) {
    Map<String, String> others = new HashMap<>(ids);
    others.put("tenant", tenant);
    others.put("key", key);
    return new Possessions(others);
  }

  String of(String kind) {
    String id = ids.get(kind);
    if (id == null) {
      throw new AssertionError("a tenant here has no " + kind + ": make one in Possessions");
    }
    return id;
  }

  private String valueOf(Operation operation, String variable) {
    JsonNode parameter =
        operation
            .parametersIn("path")
            .filter(p -> p.get("name").stringValue().equals(variable))
            .findFirst()
            .orElseThrow();
    return parameter.has("x-id-of")
        ? of(parameter.get("x-id-of").stringValue())
        : parameter.get("example").asString();
  }

  /** The operation's path and query, as far as ids stand there. */
  String target(Operation operation) {
    String query =
        operation
            .parametersIn("query")
            .filter(p -> p.has("x-id-of"))
            .map(p -> p.get("name").stringValue() + "=" + of(p.get("x-id-of").stringValue()))
            .collect(Collectors.joining("&"));
    String path = operation.pathWith(variable -> valueOf(operation, variable));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String id(JsonNode made) {
    return made.get("id").stringValue();
  }
}
