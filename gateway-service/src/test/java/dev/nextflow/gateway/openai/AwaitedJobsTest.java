package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.EventStream;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.testing.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwaitedJobsTest extends OpenAiRouteTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String KEY = "Idempotency-Key";

  @AfterEach
  void nobodyIsLeftWaiting() {
    Eventually.holds("everybody was let go", SOON, () -> waiting() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'prompt':'a'}", "{'prompt':'a','stream':true}"})
  void whoHangsUpCancelsTheJob(String body) throws IOException {
    Worker worker;
    try (Socket _ = callAndStay(IMAGES, body)) {
      worker = drawer();
    }
    Eventually.holds("the worker is told", SOON, () -> cancelRequested(worker));
    worker.ends(new Outcome.Cancelled());
  }

  // The caller named its request: it may ask again, and must not find it cancelled then.
  @Test
  void whoHangsUpOnANamedRequestFindsItDoneLater() throws IOException {
    Worker worker;
    try (Socket _ = callAndStay(IMAGES, "{'prompt':'a'}", "Idempotency-Key: k-1\r\n")) {
      worker = drawer();
    }
    Eventually.holds("the gateway noticed", SOON, () -> waiting() == 0);
    assertThat(cancelRequested(worker)).isFalse();
    worker.drawsAll();

    Answer again = asks(IMAGES, "{'prompt':'a'}", KEY, "k-1").join();

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("X-Job-Id")).isEqualTo(worker.lease().id().value());
  }

  @Test
  void twoWhoAskWithOneKeyWaitForOneJob() {
    CompletableFuture<Answer> first = asks(IMAGES, "{'prompt':'a'}", KEY, "k-2");
    CompletableFuture<Answer> second = asks(IMAGES, "{'prompt':'a'}", KEY, "k-2");
    Eventually.holds("both wait", SOON, () -> waiting() == 2);
    drawer().drawsAll();

    assertThat(Stream.of(first, second).map(asked -> asked.join().header("X-Job-Id")).distinct())
        .hasSize(1);
    assertThat(first.join().text()).isEqualTo(second.join().text());
  }

  @Test
  void aKeyWithAnotherBodyIsRefused() {
    CompletableFuture<Answer> first = asks(IMAGES, "{'prompt':'a'}", KEY, "k-3");
    drawer().drawsAll();
    first.join();

    Answer other = asks(IMAGES, "{'prompt':'b'}", KEY, "k-3").join();

    tells(other, 422, "idempotency-key-reused", "", "another body");
  }

  @Test
  void aTenantMayHaveOnlySoManyWait() {
    String id = submitted();
    try (EventStream one = api.events(id);
        EventStream two = api.events(id);
        EventStream three = api.events(id)) {
      Stream.of(one, two, three).forEach(stream -> stream.awaitComments(1));

      Answer oneMore = refused(IMAGES, "{'prompt':'a'}");

      tells(oneMore, 429, "too-many-requests", "", "come back later");
      assertThat(oneMore.json().at("/error/type").stringValue()).isEqualTo("rate_limit_error");
      assertThat(oneMore.header("Retry-After")).isEqualTo("5");
    }
    assertThat(queue.depth(jobQueue(id)).block().waiting().get(Priority.NORMAL))
        .as("nothing was submitted")
        .isEqualTo(1);
  }

  private static String jobQueue(String id) {
    return JobId.parse(id).orElseThrow().queue();
  }

  private boolean cancelRequested(Worker worker) {
    return api.job(worker.lease().id().value()).get("cancel_requested").booleanValue();
  }
}
