package dev.nextflow.gateway;

import dev.nextflow.sequences.problems.ProblemException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Idempotency-Key} header: with it, what is sent twice happens once. */
public final class IdempotencyKey {

  /** Name of the header. */
  public static final String HEADER = "Idempotency-Key";

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private IdempotencyKey() {}

  /**
   * Reads the header's values.
   *
   * @return the key, or null where the caller sent none
   * @throws ProblemException if there are several, or one that is not 1..255 visible ASCII
   *     characters
   */
  public static @Nullable String read(List<String> values) {
    if (values.isEmpty()) {
      return null;
    }
    if (values.size() > 1 || !VISIBLE_ASCII.matcher(values.getFirst()).matches()) {
      throw ProblemException.invalid(
          HEADER, "must be one value of 1..255 visible ASCII characters");
    }
    return values.getFirst();
  }
}
