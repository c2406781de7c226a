package dev.nextflow.gateway.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Standard Webhooks has it: id, time and body together, once with each secret. Pure. */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /**
   * The headers that a receiver checks.
   *
   * @param id the same at every attempt
   * @param epochSeconds the time of this one
   */
  static Map<String, String> headers(
      String id, long epochSeconds, String body, List<WebhookSecret> secrets) {
    String signed = id + "." + epochSeconds + "." + body;
    return Map.of(
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(epochSeconds),
        "webhook-signature",
        secrets.stream()
            .map(secret -> "v1," + mac(signed, secret))
            .collect(Collectors.joining(" ")));
  }

  private static String mac(String signed, WebhookSecret secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
      byte[] code = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
