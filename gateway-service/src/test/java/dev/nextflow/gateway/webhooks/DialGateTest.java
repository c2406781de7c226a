package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.outbound.UrlForms;
import dev.nextflow.gateway.testbed.TestNames;
import dev.nextflow.jobs.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** Whatever a URL says and names mean: the canary on this machine hears nothing. */
@Timeout(120)
class DialGateTest {

  private static final WebhookSecret SECRET = WebhookSecret.random();
  private static Receiver canary;

  @BeforeAll
  static void open() {
    // Every address of the machine: a form that leads to any of them would be heard.
    canary = new Receiver("::", http -> http);
  }

  @AfterAll
  static void close() {
    canary.close();
  }

  @Test
  void theCanaryHearsWhatMayBeDialled() {
    int before = canary.connections();

    assertThat(sent(TestSettings.quick(), canary.url()).status()).isEqualTo(204);
    assertThat(sent(TestSettings.quick(), "http://[::1]:" + canary.port()).status()).isEqualTo(204);
    assertThat(sent(TestSettings.quick(), "http://localhost:" + canary.port()).status())
        .isEqualTo(204);

    assertThat(canary.connections()).isEqualTo(before + 3);
  }

  static Stream<String> forms() {
    return Stream.concat(UrlForms.ADDRESSES.stream(), UrlForms.DISGUISES.stream())
        .map(form -> form.formatted(canary.port()));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void noFormOfAUrlLeadsInside(String url) {
    int before = canary.connections();

    Attempt attempt = sent(TestSettings.dialling(), url);

    assertThat(attempt.status()).isZero();
    assertThat(canary.connections()).isEqualTo(before);
  }

  @Test
  void anAddressThatIsRefusedIsToldAsThat() {
    for (String url : List.of("http://127.0.0.1:%d/", "http://[::1]:%d/", "http://localhost:%d/")) {
      assertThat(sent(TestSettings.dialling(), url.formatted(canary.port())).failure())
          .as(url)
          .isEqualTo(Failure.ADDRESS_REFUSED);
    }
  }

  // The name means a good address when somebody looks, and another when it is dialled.
  @Test
  void aNameThatMeansSomethingElseEveryTimeGainsNothing() {
    try (Receiver good = new Receiver("127.0.0.2", http -> http);
        Receiver inside = new Receiver("127.0.0.1", http -> http)) {
      TestNames rebinding =
          new TestNames(lookup -> List.of(lookup % 2 == 0 ? "127.0.0.2" : "127.0.0.1"));
      Sender sender = sender(TestSettings.dialling("127.0.0.2/32"), rebinding);
      String toGood = "http://rebind.example:" + good.port() + "/";
      String toInside = "http://rebind.example:" + inside.port() + "/";

      List<Attempt> attempts =
          Flux.range(0, 2_000)
              .flatMap(
                  n -> sender.send(target(n % 4 < 2 ? toGood : toInside), id(), "{}", null), 16)
              .collectList()
              .block();

      assertThat(rebinding.lookups()).isEqualTo(2_000);
      assertThat(attempts).anyMatch(Attempt::delivered);
      assertThat(attempts)
          .filteredOn(attempt -> attempt.failure() == Failure.ADDRESS_REFUSED)
          .hasSize(1_000);
      assertThat(inside.connections()).isZero();
    }
  }

  @Test
  void theSecondAddressOfANameIsLookedAtToo() {
    int before = canary.connections();
    // Nobody listens at the first, so the second is tried.
    TestNames both = new TestNames(lookup -> List.of("127.0.0.3", "127.0.0.1", "::1"));
    WebhookSettings settings = TestSettings.dialling("127.0.0.3/32");
    try (Receiver onOne = new Receiver("127.0.0.1", http -> http)) {
      Attempt attempt =
          sender(settings, both)
              .send(target("http://two.example:" + onOne.port() + "/"), id(), "{}", null)
              .block();

      assertThat(attempt.status()).isZero();
      assertThat(onOne.connections()).isZero();
      assertThat(canary.connections()).isEqualTo(before);
    }
  }

  private static Attempt sent(WebhookSettings settings, String url) {
    return new Sender(
            new SecretVault(settings),
            settings,
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            Traces.NONE,
            http -> http)
        .send(target(url), id(), "{}", null)
        .blockOptional()
        .orElseThrow();
  }

  private static Sender sender(WebhookSettings settings, TestNames names) {
    return new Sender(
        new SecretVault(settings),
        settings,
        Clock.systemUTC(),
        new SimpleMeterRegistry(),
        Traces.NONE,
        http -> http.resolver(names));
  }

  private static Sender.Target target(String url) {
    return new Sender.Target(
        EndpointId.random(), url, new SealedSecrets("plain:" + SECRET.value(), null, 0));
  }

  private static DeliveryId id() {
    return DeliveryId.random();
  }
}
