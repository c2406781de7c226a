package dev.nextflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.EventStream;
import dev.nextflow.gateway.testbed.EventStream.Event;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.QueueNames;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** One gateway goes while another, that of {@link #admin}, stays. */
class DepartureTest extends KeyedGatewayTest {

  private static final String LINGER = "--nextflow.gateway.departure.linger=";
  private static final String LAST_ANSWERS = "--nextflow.gateway.departure.last-answers=";
  private static final String REQUEST = "{\"prompt\": \"a\"}";

  private ConfigurableApplicationContext gateway;
  private Api caller;

  @Test
  void aGatewayThatLingersAnswersOnAndClosesConnections() {
    open(LINGER + "1h");
    assertThat(caller.get("/v1/models").header("Connection")).isEmpty();

    isToldToStop();

    Answer answer = caller.get("/v1/models");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(caller.get("/v1/nothing").header("Connection")).isEqualTo("close");
  }

  @Test
  void aStreamEndsAndGoesOnElsewhereWithNeitherGapNorRepeat() {
    open(LINGER + "0s");
    String id = caller.draw(REQUEST).get("id").stringValue();
    Worker worker = Worker.takes(queue, id).draws(1, 1);
    List<Event> events = new ArrayList<>();
    try (EventStream stream = caller.events(id)) {
      events.add(stream.next().orElseThrow());
      isToldToStop();
      events.addAll(stream.toEnd());
    }
    worker.drawsAll();

    try (EventStream stream = admin.events(id, "Last-Event-ID", events.getLast().id())) {
      events.addAll(stream.toEnd());
    }
    try (EventStream whole = admin.events(id)) {
      assertThat(events).isEqualTo(whole.toEnd());
    }
  }

  @Test
  void whoRatherWaitsIsToldTheNameOfItsJob() {
    open(LINGER + "0s");
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> caller.post("/v1/generations", REQUEST, "Prefer", "wait=60"));
    Worker worker = drawer();

    isToldToStop();

    assertThat(waiting.join().status()).isEqualTo(202);
    assertThat(waiting.join().header("Retry-After")).isNotEmpty();
    String id = worker.lease().id().value();
    assertThat(waiting.join().json().get("id").stringValue()).isEqualTo(id);
    assertThat(admin.job(id).get("cancel_requested").booleanValue()).isFalse();
  }

  @Test
  void whoStaysOnTheLineStillGetsItsAnswer() {
    open(LINGER + "0s", LAST_ANSWERS + "1h");
    CompletableFuture<Answer> waiting = waitsForAPicture();
    Worker worker = drawer();

    isToldToStop();
    worker.drawsAll();

    assertThat(waiting.join().status()).isEqualTo(200);
  }

  @Test
  void whoStaysOnTheLineTooLongIsToldToComeAgain() {
    open(LINGER + "0s", LAST_ANSWERS + "0s");
    CompletableFuture<Answer> waiting = waitsForAPicture();
    drawer();

    isToldToStop();

    assertThat(waiting.join().status()).isEqualTo(503);
    assertThat(waiting.join().header("x-should-retry")).isEqualTo("true");
  }

  private CompletableFuture<Answer> waitsForAPicture() {
    return CompletableFuture.supplyAsync(() -> caller.post("/v1/images/generations", REQUEST));
  }

  private Worker drawer() {
    return Worker.takesNext(
        queue, QueueNames.generation(TokenizerServer.MODEL, tokenizer.digest()));
  }

  private void open(String... settings) {
    gateway = anotherGateway(settings);
    caller = as(portOf(gateway), ADMIN_KEY);
  }

  /** As its process would be; the server goes on here, so that answers after it can be seen. */
  private void isToldToStop() {
    gateway.getBean(Departure.class).stop();
  }
}
