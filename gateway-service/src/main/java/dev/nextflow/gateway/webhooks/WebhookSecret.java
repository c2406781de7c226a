package dev.nextflow.gateway.webhooks;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What an endpoint's events are signed with: {@code whsec_} and 32 random bytes in base64. Its
 * tenant sees it once.
 */
record WebhookSecret(String value) {

  private static final String PREFIX = "whsec_";
  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static WebhookSecret random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
  }

  /** The bytes to sign with. */
  byte[] key() {
    return Base64.getDecoder().decode(value.substring(PREFIX.length()));
  }

  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
