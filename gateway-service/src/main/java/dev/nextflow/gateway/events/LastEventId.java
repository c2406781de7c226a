package dev.nextflow.gateway.events;

import dev.nextflow.sequences.problems.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Last-Event-ID} header: where a client that lost its stream goes on. */
final class LastEventId {

  static final String HEADER = "Last-Event-ID";

  /** Ids are made by the queue: two numbers of at most 64 bits. */
  private static final Pattern FORM = Pattern.compile("\\d{1,19}-\\d{1,19}");

  private LastEventId() {}

  /**
   * Checks what a client sent.
   *
   * @return the id, or null to begin at the first event
   * @throws ProblemException if it is no id of an event
   */
  static @Nullable String check(@Nullable String sent) {
    // Some clients send an empty one until the first event has come.
    if (sent == null || sent.isEmpty()) {
      return null;
    }
    if (!FORM.matcher(sent).matches()) {
      throw ProblemException.invalid(HEADER, "must be the id of an event of this job");
    }
    return sent;
  }
}
