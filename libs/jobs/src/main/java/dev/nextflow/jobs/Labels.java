package dev.nextflow.jobs;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A submitter's own words on a job, to find it by.
 *
 * @param values at most {@link #MAX_LABELS}; sorted by key
 */
public record Labels(Map<String, String> values) {

  /** Most labels of a job. */
  public static final int MAX_LABELS = 16;

  /** What a key must be, in words. */
  public static final String KEY_RULE =
      "keys must be 1..63 letters, digits, dots, dashes and underscores";

  /** What a value must be, in words. */
  public static final String VALUE_RULE =
      "values must be 1..128 characters without control characters";

  /** No labels. */
  public static final Labels NONE = new Labels(Map.of());

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,63}");
  private static final Pattern VALUE = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,128}");

  /**
   * @throws IllegalArgumentException if there are too many, or one breaks a rule
   */
  public Labels {
    if (values.size() > MAX_LABELS) {
      throw new IllegalArgumentException("must be at most " + MAX_LABELS);
    }
    values.forEach((key, value) -> {
      if (!isKey(key) || !isValue(value)) {
        throw new IllegalArgumentException(isKey(key) ? VALUE_RULE : KEY_RULE);
      }
    });
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Whether a label can have this key. */
  public static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  /** Whether a label can have this value. */
  public static boolean isValue(String text) {
    return VALUE.matcher(text).matches();
  }
}
