package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.TestNames;
import dev.nextflow.gateway.webhooks.Receiver.Hit;
import dev.nextflow.jobs.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.TcpServer;

@Timeout(120)
class SenderTest {

  private static final String BODY = "{\"type\":\"ping\"}";

  private final EndpointId endpoint = EndpointId.random();
  private final WebhookSecret secret = WebhookSecret.random();
  private Receiver receiver;

  @BeforeEach
  void open() {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void aReceiverGetsOneSignedPost() {
    DeliveryId id = DeliveryId.random();

    Attempt attempt = sent(sender(TestSettings.quick()), receiver.url(), id);

    assertThat(attempt.status()).isEqualTo(204);
    assertThat(attempt.failure()).isNull();
    assertThat(receiver.hits()).hasSize(1);
    Hit hit = receiver.hits().getFirst();
    assertThat(hit.method()).isEqualTo("POST");
    assertThat(hit.path()).isEqualTo("/hook");
    assertThat(hit.body()).isEqualTo(BODY);
    assertThat(hit.id()).isEqualTo(id.value());
    assertThat(hit.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("content-length", Integer.toString(BODY.length()))
        .containsEntry("user-agent", "NextFlow-Webhooks")
        .doesNotContainKeys("cookie", "authorization", "transfer-encoding");
    assertThat(ReceiverKit.accepts(secret.value(), hit)).isTrue();
  }

  @Test
  void noRedirectIsFollowed() {
    try (Receiver canary = new Receiver()) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        receiver.behaves(
            (hit, response) -> response.status(status).header("Location", canary.url()).send());

        assertThat(sent(sender(TestSettings.quick()), receiver.url()).status()).isEqualTo(status);
      }
      assertThat(canary.connections()).isZero();
    }
  }

  @Test
  void aReceiverThatSaysNothingIsATimeout() {
    receiver.behaves(Receiver.silent());

    assertThat(sent(sender(TestSettings.quick()), receiver.url()).failure())
        .isEqualTo(Failure.TIMEOUT);
    assertThat(receiver.hits()).hasSize(1);
  }

  @Test
  void anEndlessAnswerIsReadNoFurtherThanItMatters() {
    receiver.behaves(
        (hit, response) -> response.sendString(Flux.generate(sink -> sink.next("x".repeat(4096)))));

    assertThat(sent(sender(TestSettings.quick()), receiver.url()).status()).isEqualTo(200);
  }

  @Test
  void anAnswerThatNeverEndsIsAnAnswerAllTheSame() {
    receiver.behaves((hit, response) ->
        response.status(200).sendString(Flux.concat(Mono.just("x"), Mono.never())));

    assertThat(sent(sender(TestSettings.patient()), receiver.url()).status()).isEqualTo(200);
  }

  @Test
  void aConnectionThatBreaksIsLostAndNotTriedASecondTime() {
    receiver.behaves((hit, response) -> {
      response.withConnection(connection -> connection.channel().close());
      return Mono.never();
    });

    assertThat(sent(sender(TestSettings.quick()), receiver.url()).failure())
        .isEqualTo(Failure.CONNECTION_LOST);
    assertThat(receiver.hits()).hasSize(1);
  }

  @Test
  void whereNobodyListensThereIsNoConnection() {
    String url = receiver.url();
    receiver.close();

    assertThat(sent(sender(TestSettings.quick()), url).failure()).isEqualTo(Failure.NO_CONNECTION);
  }

  @Test
  void aNameWithoutAnAddressIsUnknown() {
    Sender sender =
        sender(TestSettings.quick(), http -> http.resolver(new TestNames(n -> List.of())));

    assertThat(sent(sender, "http://nowhere.example/").failure()).isEqualTo(Failure.UNKNOWN_HOST);
  }

  @Test
  void whatIsNoHttpIsABrokenAnswer() {
    DisposableServer ssh =
        TcpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((in, out) -> out.sendString(Mono.just("SSH-2.0-OpenSSH_9.2\r\n\r\n")))
            .bindNow();
    try {
      Attempt attempt = sent(sender(TestSettings.quick()), "http://127.0.0.1:" + ssh.port());

      assertThat(attempt.failure()).isEqualTo(Failure.BROKEN_ANSWER);
    } finally {
      ssh.disposeNow();
    }
  }

  @Test
  void aSecretThatCanNotBeReadIsOurFaultAndNothingIsSent() {
    Sender.Target target =
        new Sender.Target(endpoint, receiver.url(), new SealedSecrets("aes:AAAA", null, 0));

    Attempt attempt =
        sender(TestSettings.quick()).send(target, DeliveryId.random(), BODY, null).block();

    assertThat(attempt.failure()).isEqualTo(Failure.NOT_SENT);
    assertThat(receiver.connections()).isZero();
  }

  private Attempt sent(Sender sender, String url) {
    return sent(sender, url, DeliveryId.random());
  }

  private Attempt sent(Sender sender, String url, DeliveryId id) {
    SealedSecrets sealed = new SealedSecrets("plain:" + secret.value(), null, 0);
    return sender
        .send(new Sender.Target(endpoint, url, sealed), id, BODY, null)
        .blockOptional()
        .orElseThrow();
  }

  private static Sender sender(WebhookSettings settings) {
    return sender(settings, http -> http);
  }

  private static Sender sender(WebhookSettings settings, UnaryOperator<HttpClient> network) {
    return new Sender(
        new SecretVault(settings),
        settings,
        Clock.systemUTC(),
        new SimpleMeterRegistry(),
        Traces.NONE,
        network);
  }
}
