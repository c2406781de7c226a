package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {

  private static final String BODY = "{\"type\":\"job.succeeded\",\"data\":{\"id\":\"gen-ä\"}}";
  private static final String ID = DeliveryId.random().value();

  private final WebhookSecret secret = WebhookSecret.random();
  private final long now = Instant.now().getEpochSecond();

  // The vector that the libraries of Standard Webhooks are tested with.
  @Test
  void theVectorOfTheSpecificationComesOut() {
    Map<String, String> headers =
        Signature.headers(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            "{\"test\": 2432232314}",
            List.of(new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));

    assertThat(headers)
        .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aReceiverWithTheSecretAccepts() throws WebhookVerificationException {
    ReceiverKit.verify(secret.value(), signed(now), BODY);
  }

  @Test
  void anotherSecretIsNotAccepted() {
    assertRefused(WebhookSecret.random().value(), signed(now), BODY);
  }

  @Test
  void aChangedByteIsNotAccepted() {
    assertRefused(secret.value(), signed(now), BODY.replace("succeeded", "succeedeD"));
  }

  @Test
  void anOldTimestampIsNotAccepted() {
    assertRefused(secret.value(), signed(now - 600), BODY);
  }

  @Test
  void anOldSignatureUnderANewTimestampIsNotAccepted() {
    Map<String, String> replayed = new HashMap<>(signed(now - 600));
    replayed.put("webhook-timestamp", Long.toString(now));

    assertRefused(secret.value(), replayed, BODY);
  }

  @Test
  void aSwappedIdIsNotAccepted() {
    Map<String, String> swapped = new HashMap<>(signed(now));
    swapped.put("webhook-id", DeliveryId.random().value());

    assertRefused(secret.value(), swapped, BODY);
  }

  @Test
  void whileRotatingBothSecretsAreAccepted() throws WebhookVerificationException {
    WebhookSecret next = WebhookSecret.random();
    Map<String, String> headers = Signature.headers(ID, now, BODY, List.of(next, secret));

    assertThat(headers.get("webhook-signature").split(" ")).hasSize(2);
    ReceiverKit.verify(secret.value(), headers, BODY);
    ReceiverKit.verify(next.value(), headers, BODY);
    assertRefused(WebhookSecret.random().value(), headers, BODY);
  }

  @Test
  void aSecretHas32BytesAndIsLikeNoOther() {
    assertThat(secret.value()).startsWith("whsec_");
    assertThat(secret.key()).hasSize(32);
    assertThat(secret).isNotEqualTo(WebhookSecret.random());
    assertThat(secret.toString()).doesNotContain(secret.value().substring(6));
  }

  private Map<String, String> signed(long epochSeconds) {
    return Signature.headers(ID, epochSeconds, BODY, List.of(secret));
  }

  private static void assertRefused(String secret, Map<String, String> headers, String body) {
    assertThatThrownBy(() -> ReceiverKit.verify(secret, headers, body))
        .isInstanceOf(WebhookVerificationException.class);
  }
}
