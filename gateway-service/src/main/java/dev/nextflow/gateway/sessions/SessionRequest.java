package dev.nextflow.gateway.sessions;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.jobs.Labels;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a session; what was left out is null.
 *
 * @param model its name
 * @param ttl seconds that the session is kept after its last turn
 * @param afterTurn the turn to branch from; null where it is no branch
 */
record SessionRequest(
    @Nullable String model,
    @Nullable Map<String, String> labels,
    @Nullable Long ttl,
    @Nullable Long afterTurn) {

  private static final long MIN_TTL = Duration.ofMinutes(1).toSeconds();
  private static final long MAX_TTL = Duration.ofDays(30).toSeconds();

  SessionRequest {
    Rules rules = new Rules();
    rules.within(ttl, MIN_TTL, MAX_TTL, "ttl", "must be " + MIN_TTL + ".." + MAX_TTL + " seconds");
    rules.within(afterTurn, 1, Session.MAX_TURNS, "after_turn", "must be an answered turn");
    if (labels != null) {
      rules.require(
          labels.size() <= Labels.MAX_LABELS, "labels", "must be at most " + Labels.MAX_LABELS);
      rules.require(labels.keySet().stream().allMatch(Labels::isKey), "labels", Labels.KEY_RULE);
      rules.require(
          labels.values().stream().allMatch(Labels::isValue), "labels", Labels.VALUE_RULE);
    }
    rules.enforce();
  }

  /** Reads the body of a request for a new session. */
  static SessionRequest read(byte @Nullable [] body) {
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() ->
        new SessionRequest(
            fields.text("model"), fields.textByName("labels"), fields.whole("ttl"), null));
  }

  /** Reads the body of a request for a branch: its model is that of its source. */
  static SessionRequest readBranch(byte @Nullable [] body) {
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() -> {
      Long afterTurn = fields.whole("after_turn");
      Rules rules = new Rules();
      rules.require(fields.any("after_turn") != null, "after_turn", "is required");
      rules.enforce();
      return new SessionRequest(null, fields.textByName("labels"), fields.whole("ttl"), afterTurn);
    });
  }

  Labels labelsOr(Labels otherwise) {
    return labels == null ? otherwise : new Labels(labels);
  }

  Duration ttlOr(Duration otherwise) {
    return ttl == null ? otherwise : Duration.ofSeconds(ttl);
  }
}
