package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferTest extends GatewayTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String BODY = "{\"prompt\": \"a\"}";

  @Test
  void answersWithTheFinishedJobWhereItEndsInTime() {
    CompletableFuture<Answer> waiting = waits("wait=60");
    Lease lease = leased();
    queue.finish(lease, new Outcome.Succeeded("{}")).block();

    assertThat(waiting).succeedsWithin(LONG);
    Answer answer = waiting.join();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=60");
    assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + lease.id());
    assertThat(answer.header("Retry-After")).isEmpty();
    assertThat(answer.json()).isEqualTo(api.job(lease.id().value()));
    assertThat(answer.json().get("state").stringValue()).isEqualTo("succeeded");
  }

  @Test
  void answersWithADraftAsSoonAsItIsReady() {
    CompletableFuture<Answer> waiting = waits("wait=60");
    queue.finish(leased(), new Outcome.Rested(JobState.DRAFT_READY, "{}")).block();

    assertThat(waiting).succeedsWithin(LONG);
    assertThat(waiting.join().status()).isEqualTo(200);
    assertThat(waiting.join().json().get("state").stringValue()).isEqualTo("draft_ready");
  }

  @Test
  void answersWithItsNameWhereItDoesNotEndInTime() {
    Answer answer = api.post("/v1/generations", BODY, "Prefer", "respond-async, wait=1");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=1");
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(answer.json().get("state").stringValue()).isEqualTo("queued");
  }

  @Test
  void answersAtOnceForAJobThatHadEndedBefore() {
    String id =
        api.post("/v1/generations", BODY, "Idempotency-Key", "prefer-" + tokenizer.digest())
            .json()
            .get("id")
            .stringValue();
    Worker.takes(queue, id).drawsAll();

    Answer again =
        api.post(
            "/v1/generations",
            BODY,
            "Idempotency-Key",
            "prefer-" + tokenizer.digest(),
            "Prefer",
            "wait=60");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id").stringValue()).isEqualTo(id);
  }

  @Test
  void saysThatItHeardWhoWouldNotWait() {
    Answer answer = api.post("/v1/generations", BODY, "Prefer", "respond-async");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Preference-Applied")).isEqualTo("respond-async");
  }

  @Test
  void saysNothingOfPreferencesThatItDoesNotKnow() {
    Answer answer = api.post("/v1/generations", BODY, "Prefer", "return=minimal");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Preference-Applied")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=0", "wait=61", "wait=-1", "wait=soon", "wait", "wait=99999999999"})
  void refusesAWaitThatItWouldNotKeep(String preference) {
    Answer answer = api.post("/v1/generations", BODY, "Prefer", preference);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").get(0).get("field").stringValue()).isEqualTo("Prefer");
  }

  private CompletableFuture<Answer> waits(String preference) {
    return CompletableFuture.supplyAsync(
        () -> api.post("/v1/generations", BODY, "Prefer", preference));
  }

  private Lease leased() {
    String name = QueueNames.generation("demo", tokenizer.digest());
    return Eventually.get(
        "a job waits", LONG, () -> Optional.ofNullable(queue.reserve(name, "test").block()));
  }
}
