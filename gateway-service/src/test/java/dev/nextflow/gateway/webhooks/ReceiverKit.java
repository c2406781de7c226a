package dev.nextflow.gateway.webhooks;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a receiver does with what it gets: the published library, which shares no code with ours.
 */
final class ReceiverKit {

  private ReceiverKit() {}

  /** Fails unless the signature is good and the timestamp fresh. */
  static void verify(String secret, Map<String, String> headers, String body)
      throws WebhookVerificationException {
    Map<String, List<String>> lists =
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue())));
    try {
      new Webhook(secret).verify(body, HttpHeaders.of(lists, (name, value) -> true));
    } catch (EmptyWebhookSecretException noSecret) {
      throw new AssertionError(noSecret);
    }
  }

  static boolean accepts(String secret, Receiver.Hit hit) {
    try {
      verify(secret, hit.headers(), hit.body());
      return true;
    } catch (WebhookVerificationException refused) {
      return false;
    }
  }
}
