package dev.nextflow.jobs;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of queues: one per kind of work and bundle, so that a worker meets only what it can do. */
public final class QueueNames {

  /** Lower-case letters, digits, dots and dashes; at most 61 characters. */
  static final String FORM = "[a-z0-9][a-z0-9.-]{0,60}";

  private static final Pattern PATTERN = Pattern.compile(FORM);
  private static final String DIGEST_PREFIX = "sha256:";
  private static final int DIGEST_CHARS = 8;

  private QueueNames() {}

  /** The queue of pictures drawn with the bundle. */
  public static String generation(String bundle, String digest) {
    return name("gen", bundle, digest);
  }

  /** The queue of texts written with the bundle. */
  public static String understanding(String bundle, String digest) {
    return name("und", bundle, digest);
  }

  /** The queue of answers of text and pictures composed with the bundle. */
  public static String composition(String bundle, String digest) {
    return name("com", bundle, digest);
  }

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static String require(String queue) {
    if (!PATTERN.matcher(queue).matches()) {
      throw new IllegalArgumentException("not a queue name: must match " + FORM);
    }
    return queue;
  }

  private static String name(String kind, String bundle, String digest) {
    if (!digest.startsWith(DIGEST_PREFIX)) {
      throw new IllegalArgumentException("not a digest: must start with " + DIGEST_PREFIX);
    }
    int start = DIGEST_PREFIX.length();
    String shortDigest = digest.substring(start, start + DIGEST_CHARS);
    return require(kind + "-" + bundle.toLowerCase(Locale.ROOT) + "-" + shortDigest);
  }
}
