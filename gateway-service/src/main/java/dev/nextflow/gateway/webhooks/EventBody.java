package dev.nextflow.gateway.webhooks;

import dev.nextflow.jobs.OutboxEntry;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a receiver gets: what happened, when, and where to look. Never a prompt, a picture or a
 * text: who wants those asks with a key.
 *
 * @param timestamp when it happened, not when it was sent
 */
record EventBody(String type, Instant timestamp, Object data) {

  /** The type of an event that only shows that an endpoint can be reached. */
  static final String PING = "ping";

  private static final JsonMapper JSON = JsonMapper.shared();

  static EventBody of(EventType type, OutboxEntry entry, OutboxNote note) {
    String self = "/v1/jobs/" + entry.job();
    JobData data =
        new JobData(
            entry.job().value(),
            "job",
            note.kind(),
            note.model(),
            entry.state(),
            Instant.ofEpochMilli(entry.createdAtMs()),
            problem(entry.problem()),
            new Usage(entry.tokensDone(), entry.tokensTotal()),
            new Links(self, self + "/events"));
    return new EventBody(type.wireName(), Instant.ofEpochMilli(entry.atMs()), data);
  }

  static EventBody ping(Instant now) {
    return new EventBody(PING, now, Map.of());
  }

  String toJson() {
    return JSON.writeValueAsString(this);
  }

  private static @Nullable Problem problem(@Nullable String code) {
    return code == null ? null : Problem.of(ProblemType.of(code).orElse(ProblemType.INTERNAL));
  }

  /** The essentials of a job's view, under the same names. */
  @JsonNaming(SnakeCaseStrategy.class)
  private record JobData(
      String id,
      String object,
      String kind,
      String model,
      String state,
      Instant createdAt,
      @Nullable Problem problem,
      Usage usage,
      Links links) {}

  @JsonNaming(SnakeCaseStrategy.class)
  private record Usage(long tokensDone, long tokensTotal) {}

  private record Links(String self, String events) {}
}
