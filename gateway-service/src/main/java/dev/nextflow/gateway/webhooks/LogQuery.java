package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.problems.Rules;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which page of a log a caller wants.
 *
 * @param after where the page before ended; null for the first
 */
record LogQuery(@Nullable String after, int limit) {

  private static final int MOST = 100;
  private static final int USUAL = 20;
  private static final Pattern PLACE = Pattern.compile("\\d{13}:wd_[0-9a-f]{32}");

  /**
   * Reads {@code cursor} and {@code limit}.
   *
   * @throws dev.nextflow.sequences.problems.ProblemException with every parameter that breaks a
   *     rule, or that there is not
   */
  static LogQuery read(MultiValueMap<String, String> parameters) {
    Rules rules = new Rules();
    rules.requireParameters(parameters, Set.of("cursor", "limit"), Set.of());
    String cursor = parameters.getFirst("cursor");
    String after = cursor == null ? null : decoded(cursor);
    rules.require(
        cursor == null || after != null, "cursor", "must be the next_cursor of an earlier page");
    String written = parameters.getFirst("limit");
    int limit = written == null ? USUAL : number(written);
    rules.require(limit >= 1 && limit <= MOST, "limit", "must be 1.." + MOST);
    rules.enforce();
    return new LogQuery(after, limit);
  }

  /** The cursor of a place in the log. */
  static @Nullable String cursor(@Nullable String place) {
    return place == null
        ? null
        : Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(place.getBytes(StandardCharsets.US_ASCII));
  }

  private static @Nullable String decoded(String cursor) {
    try {
      String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      return PLACE.matcher(place).matches() ? place : null;
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }

  private static int number(String written) {
    return written.matches("\\d{1,5}") ? Integer.parseInt(written) : 0;
  }
}
