package dev.nextflow.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A key as its owner holds it: {@code nfk_<id>_<secret><checksum>}. The prefix lets secret scanners
 * find keys that leaked; the id names the key without giving it away; the secret has 200 random
 * bits; the checksum tells a mistyped key from a wrong one without a look at Redis.
 *
 * @param id 12 characters, 60 random bits
 * @param text the whole; never stored and never logged
 */
public record ApiKey(String id, String text) {

  static final String PREFIX = "nfk_";

  private static final int RADIX = 32; // 5 bits for each character
  private static final int ID_CHARS = 12;
  private static final int SECRET_CHARS = 40;
  private static final int CHECKSUM_CHARS = 7;
  private static final Pattern FORM =
      Pattern.compile(
          "(%s([0-9a-v]{%d})_[0-9a-v]{%d})([0-9a-v]{%d})"
              .formatted(PREFIX, ID_CHARS, SECRET_CHARS, CHECKSUM_CHARS));
  private static final Pattern ID = Pattern.compile("[0-9a-v]{" + ID_CHARS + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new key. */
  public static ApiKey random() {
    String id = randomChars(ID_CHARS);
    String unchecked = PREFIX + id + "_" + randomChars(SECRET_CHARS);
    return new ApiKey(id, unchecked + checksum(unchecked));
  }

  /** Reads what a caller sent; empty where it can't be anybody's key. */
  static Optional<ApiKey> parse(String sent) {
    Matcher form = FORM.matcher(sent);
    return form.matches() && form.group(3).equals(checksum(form.group(1)))
        ? Optional.of(new ApiKey(form.group(2), sent))
        : Optional.empty();
  }

  /** Whether this can be the id of a key. */
  public static boolean isId(String written) {
    return ID.matcher(written).matches();
  }

  /** What is stored of it. */
  public String hash() {
    return KeyHash.of(text);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ApiKey[" + id + "]";
  }

  private static String randomChars(int count) {
    StringBuilder chars = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      chars.append(Character.forDigit(RANDOM.nextInt(RADIX), RADIX));
    }
    return chars.toString();
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    String digits = Long.toString(crc.getValue(), RADIX);
    return "0".repeat(CHECKSUM_CHARS - digits.length()) + digits;
  }
}
