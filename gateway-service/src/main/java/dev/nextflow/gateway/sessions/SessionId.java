package dev.nextflow.gateway.sessions;

import dev.nextflow.jobs.JobId;
import java.util.Optional;

/** The name of a session: as hard to guess as that of a job, and made the same way. */
public record SessionId(String value) {

  private static final String KIND = "session";

  /** A new name. */
  static SessionId random() {
    return new SessionId(JobId.random(KIND).value());
  }

  /** Reads what a caller wrote; empty where it can't be the id of any session. */
  static Optional<SessionId> parse(String written) {
    return JobId.parse(written)
        .filter(id -> id.queue().equals(KIND))
        .map(id -> new SessionId(id.value()));
  }

  @Override
  public String toString() {
    return value;
  }
}
