package dev.nextflow.gateway.webhooks;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What this package leaves for itself with a job, see {@link dev.nextflow.jobs.NewJob#outboxNote}.
 *
 * @param endpoint the one that is told; null: every endpoint that wants to be
 */
record OutboxNote(@Nullable String endpoint, String kind, String model) {

  private static final JsonMapper JSON = JsonMapper.shared();

  String toJson() {
    return JSON.writeValueAsString(this);
  }

  /**
   * Reads a note.
   *
   * @throws tools.jackson.core.JacksonException if it is none
   */
  static OutboxNote parse(String json) {
    return JSON.readValue(json, OutboxNote.class);
  }
}
