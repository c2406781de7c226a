package dev.nextflow.jobs;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a job: its queue, a dash, and 128 random bits as 26 characters of lower-case base32.
 * Nobody can guess one, and whoever has one knows where the job lives.
 */
public record JobId(String value) {

  private static final int RANDOM_BITS = 128;
  private static final int RANDOM_CHARS = 26;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern FORM =
      Pattern.compile("(" + QueueNames.FORM + ")-[" + ALPHABET + "]{" + RANDOM_CHARS + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * @throws IllegalArgumentException if the value has another form
   */
  public JobId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a job id");
    }
  }

  /** A new name in the queue. */
  public static JobId random(String queue) {
    return new JobId(queue + "-" + randomChars());
  }

  /** Reads what a caller wrote; empty where it can't be the id of any job. */
  public static Optional<JobId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() ? Optional.of(new JobId(text)) : Optional.empty();
  }

  /** The queue that the job was submitted to. */
  public String queue() {
    return value.substring(0, value.length() - RANDOM_CHARS - 1);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String randomChars() {
    byte[] bytes = new byte[RANDOM_BITS / Byte.SIZE];
    RANDOM.nextBytes(bytes);
    StringBuilder chars = new StringBuilder(RANDOM_CHARS);
    int held = 0;
    int bits = 0;
    for (byte next : bytes) {
      held = held << Byte.SIZE | Byte.toUnsignedInt(next);
      bits += Byte.SIZE;
      while (bits >= 5) {
        bits -= 5;
        chars.append(ALPHABET.charAt(held >> bits & 31));
      }
    }
    // 128 bits are 25 groups of five and three bits more.
    return chars.append(ALPHABET.charAt(held << 5 - bits & 31)).toString();
  }
}
