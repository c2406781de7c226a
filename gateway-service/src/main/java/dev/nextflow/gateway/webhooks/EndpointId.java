package dev.nextflow.gateway.webhooks;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of an endpoint: {@code we_} and 128 random bits. */
public record EndpointId(String value) {

  private static final Pattern FORM = Pattern.compile("we_[0-9a-f]{32}");
  private static final int RANDOM_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  public EndpointId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not an endpoint's id");
    }
  }

  static EndpointId random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return new EndpointId("we_" + HexFormat.of().formatHex(bytes));
  }

  /** Reads what a caller wrote; empty where it can't be the id of any endpoint. */
  static Optional<EndpointId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new EndpointId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
