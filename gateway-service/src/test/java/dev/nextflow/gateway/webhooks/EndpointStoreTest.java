package dev.nextflow.gateway.webhooks;

import static dev.nextflow.gateway.webhooks.Bench.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.webhooks.EndpointStore.Written;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EndpointStoreTest {

  private static final String URL = "https://example.com/hook";

  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anEndpointIsFoundAsItWasAdded() {
    Endpoint endpoint =
        bench.endpoint(URL, WebhookSecret.random(), EventType.JOB_FAILED, EventType.JOB_EXPIRED);

    assertThat(endpoint.url()).isEqualTo(URL);
    assertThat(endpoint.description()).isEqualTo("for a test");
    assertThat(endpoint.disabled()).isNull();
    assertThat(endpoint.events().wants(EventType.JOB_FAILED)).isTrue();
    assertThat(endpoint.events().wants(EventType.JOB_SUCCEEDED)).isFalse();
    assertThat(endpoint.secrets().old()).isNull();
    assertThat(bench.endpoints.all(TENANT).collectList().block()).containsExactly(endpoint);
  }

  @Test
  void anotherTenantHasNoneOfIt() {
    EndpointId id = bench.endpoint(URL).id();

    assertThat(bench.endpoints.find("other", id).blockOptional()).isEmpty();
    assertThat(bench.endpoints.all("other").collectList().block()).isEmpty();
    assertThat(bench.endpoints.remove("other", id).block()).isEqualTo(Written.UNKNOWN);
    assertThat(bench.endpoints.rotate("other", id, "plain:x", Duration.ZERO).block())
        .isEqualTo(Written.UNKNOWN);
    assertThat(bench.endpoints.change("other", id, disabling()).block()).isEqualTo(Written.UNKNOWN);
    assertThat(bench.found(id).disabled()).isNull();
  }

  @Test
  void aUrlIsOneEndpointsOfATenant() {
    bench.endpoint(URL);
    Endpoint other = bench.endpoint(URL + "/other");

    assertThat(add(TENANT, URL, 100)).isEqualTo(Written.URL_TAKEN);
    assertThat(add("other", URL, 100)).isEqualTo(Written.DONE);
    assertThat(bench.endpoints.change(TENANT, other.id(), toUrl(URL)).block())
        .isEqualTo(Written.URL_TAKEN);
    assertThat(bench.endpoints.change(TENANT, other.id(), toUrl(other.url())).block())
        .isEqualTo(Written.DONE);
  }

  @Test
  void thereAreOnlySoMany() {
    bench.endpoint(URL);

    assertThat(add(TENANT, URL + "/2", 2)).isEqualTo(Written.DONE);
    assertThat(add(TENANT, URL + "/3", 2)).isEqualTo(Written.TOO_MANY);
  }

  @Test
  void aChangeTouchesWhatItNames() {
    Endpoint endpoint = bench.endpoint(URL);
    EventFilter failures = new EventFilter(Set.of(EventType.JOB_FAILED));

    bench
        .endpoints
        .change(TENANT, endpoint.id(), new EndpointChange(null, failures, null, null))
        .block();

    Endpoint changed = bench.found(endpoint.id());
    assertThat(changed.events()).isEqualTo(failures);
    assertThat(changed.url()).isEqualTo(URL);
    assertThat(changed.description()).isEqualTo("for a test");
  }

  @Test
  void disablingSaysWhyAndEnablingForgetsIt() {
    EndpointId id = bench.endpoint(URL).id();

    bench.endpoints.change(TENANT, id, disabling()).block();
    Endpoint.Disabled disabled = bench.found(id).disabled();
    assertThat(disabled.reason()).isEqualTo("requested");
    assertThat(disabled.atMs()).isPositive();

    bench.endpoints.change(TENANT, id, new EndpointChange(null, null, null, true)).block();
    assertThat(bench.found(id).disabled()).isNull();
  }

  @Test
  void theOldSecretLivesUntilItsGraceIsOver() {
    EndpointId id = bench.endpoint(URL).id();
    String first = bench.found(id).secrets().current();

    bench.endpoints.rotate(TENANT, id, "plain:second", Duration.ofHours(1)).block();
    SealedSecrets two = bench.found(id).secrets();
    assertThat(List.of(two.current(), two.old())).containsExactly("plain:second", first);

    bench.endpoints.rotate(TENANT, id, "plain:third", Duration.ofMillis(50)).block();
    Eventually.holds(
        "the second secret is gone",
        Duration.ofSeconds(20),
        () -> bench.found(id).secrets().old() == null);
    assertThat(bench.found(id).secrets().current()).isEqualTo("plain:third");
  }

  @Test
  void withoutGraceTheOldSecretIsGoneAtOnce() {
    EndpointId id = bench.endpoint(URL).id();
    bench.endpoints.rotate(TENANT, id, "plain:second", Duration.ofHours(1)).block();

    bench.endpoints.rotate(TENANT, id, "plain:third", Duration.ZERO).block();

    assertThat(bench.found(id).secrets()).isEqualTo(new SealedSecrets("plain:third", null, 0));
  }

  @Test
  void whatIsRemovedLeavesNothingBehind() {
    Endpoint endpoint = bench.endpoint(URL);
    DeliveryStore deliveries = bench.deliveries(TestSettings.quick());
    for (int i = 0; i < 5; i++) {
      deliveries.add(bench.delivery(endpoint)).block();
    }
    Claim sending = deliveries.claim(1).block().getFirst();

    assertThat(bench.endpoints.remove(TENANT, endpoint.id()).block()).isEqualTo(Written.DONE);

    assertThat(bench.keys()).isEmpty();
    assertThat(settledAs(deliveries, sending)).as("a word that comes too late").isFalse();
    assertThat(deliveries.add(bench.delivery(endpoint)).block()).isFalse();
    assertThat(bench.keys()).isEmpty();
  }

  private static boolean settledAs(DeliveryStore deliveries, Claim claim) {
    return deliveries
        .settle(claim, new Attempt(1, 1, 500, null), new Verdict.GivenUp())
        .blockOptional()
        .orElseThrow();
  }

  private Written add(String tenant, String url, int most) {
    return bench
        .endpoints
        .add(tenant, EndpointId.random(), toUrl(url), "plain:x", most)
        .blockOptional()
        .orElseThrow();
  }

  private static EndpointChange toUrl(String url) {
    return new EndpointChange(url, null, null, null);
  }

  private static EndpointChange disabling() {
    return new EndpointChange(null, null, null, false);
  }
}
