package dev.nextflow.gateway.jobs;

import dev.nextflow.sequences.problems.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;

/**
 * The {@code Prefer} header (RFC 7240): whether the caller would rather wait for the job's end or
 * have its name at once, which is also what it gets where it says nothing. Other preferences are
 * for others, and as the standard wants it not heard; the answer names the one that was.
 *
 * @param patience how long at most; zero: not at all
 * @param applied what the answer says was heard; empty: nothing
 */
record Preference(Duration patience, String applied) {

  /** Name of the header. */
  static final String HEADER = "Prefer";

  private static final String RESPOND_ASYNC = "respond-async";
  private static final Pattern WAIT = Pattern.compile("wait *= *\"?(\\d{1,3})\"?");
  private static final int MAX_WAIT_SECONDS = 60;

  /**
   * Reads the header's values. Both together mean: wait, then answer with the name.
   *
   * @throws ProblemException if a wait is out of bounds
   */
  static Preference read(List<String> values) {
    Preference heard = new Preference(Duration.ZERO, "");
    for (String value : values) {
      for (String preference : value.split(",")) {
        String word = preference.strip().toLowerCase(Locale.ROOT);
        if (word.startsWith("wait")) {
          return waiting(word);
        }
        if (word.equals(RESPOND_ASYNC)) {
          heard = new Preference(Duration.ZERO, RESPOND_ASYNC);
        }
      }
    }
    return heard;
  }

  private static Preference waiting(String word) {
    Matcher matcher = WAIT.matcher(word);
    int seconds = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (seconds < 1 || seconds > MAX_WAIT_SECONDS) {
      throw ProblemException.invalid(HEADER, "wait must be 1.." + MAX_WAIT_SECONDS + " seconds");
    }
    return new Preference(Duration.ofSeconds(seconds), "wait=" + seconds);
  }

  /** Says in the answer what was heard. */
  ResponseEntity.BodyBuilder noted(ResponseEntity.BodyBuilder answer) {
    return applied.isEmpty() ? answer : answer.header("Preference-Applied", applied);
  }
}
