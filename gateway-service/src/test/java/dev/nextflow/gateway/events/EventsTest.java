package dev.nextflow.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.EventStream;
import dev.nextflow.gateway.testbed.EventStream.Event;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.testing.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class EventsTest extends GatewayTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Autowired private MeterRegistry meters;

  @AfterEach
  void noStreamIsLeftBehind() {
    Eventually.holds("every stream was let go", SOON, () -> openStreams() == 0);
  }

  @Test
  void aFinishedJobIsToldFromItsFirstEventToItsLast() {
    String id = submitted();
    Worker.takes(queue, id).drawsAll();

    try (EventStream stream = api.events(id)) {
      List<Event> events = stream.toEnd();

      assertThat(events)
          .extracting(Event::type)
          .containsExactly(
              "queued",
              "started",
              "scale",
              "scale",
              "scale",
              "scale",
              "scale",
              "scale",
              "finished");
      assertThat(events.get(2).data().toString())
          .isEqualTo(
              "{\"scale\":1,\"scales\":6,\"tokens_done\":1,\"tokens_total\":91,"
                  + "\"previews\":[\"/v1/jobs/%s/images/0?scale=1\"]}".formatted(id));
      assertThat(events.getLast().data().get("state").stringValue()).isEqualTo("succeeded");
      assertThat(events).extracting(Event::id).doesNotHaveDuplicates().doesNotContain("");
    }
  }

  @Test
  void aPreviewIsLinkedForEachPictureAndDecodedOnlyForWhoeverAsks() {
    String id = submitted("{\"prompt\": \"a\", \"n\": 2}");
    Worker.takes(queue, id).drawsAll();
    int decodedBefore = tokenizer.renderings();
    List<Event> events;
    try (EventStream stream = api.events(id)) {
      events = stream.toEnd();
    }
    assertThat(tokenizer.renderings()).as("nobody looked").isEqualTo(decodedBefore);

    var previews = events.get(4).data().get("previews");
    assertThat(previews).hasSize(2);
    Answer looked = api.get(previews.get(1).stringValue());
    assertThat(looked.status()).isEqualTo(200);
    assertThat(looked.text()).endsWith(Worker.codes(1, 3, 9).toBase64());
    assertThat(tokenizer.renderings()).as("one was looked at").isEqualTo(decodedBefore + 1);
  }

  @Test
  void aDraftIsToldAndTheStreamGoesOnWithTheJob() {
    String id = submitted("{\"prompt\": \"a\", \"stop_after\": 1}");
    try (EventStream stream = api.events(id)) {
      Worker.takes(queue, id).drawsDraft(1);
      assertThat(List.of(type(stream), type(stream), type(stream), type(stream)))
          .containsExactly("queued", "started", "scale", "draft_ready");
      api.post("/v1/jobs/" + id + "/continue", "{}");
      Worker.takes(queue, id).draws(2, 6).ends(new Outcome.Succeeded("{}"));
      assertThat(stream.toEnd())
          .extracting(Event::type)
          .startsWith("queued", "started", "scale")
          .endsWith("finished");
    }
  }

  private static String type(EventStream stream) {
    return stream.next().orElseThrow().type();
  }

  @Test
  void whoeverIsConnectedSeesEachStepAsItHappens() {
    String id = submitted();
    try (EventStream stream = api.events(id)) {
      assertThat(stream.next().orElseThrow().type()).isEqualTo("queued");
      Worker worker = Worker.takes(queue, id);
      assertThat(stream.next().orElseThrow().type()).isEqualTo("started");
      worker.draws(1, 1);
      assertThat(stream.next().orElseThrow().data().get("scale").intValue()).isEqualTo(1);
      worker.ends(new Outcome.Failed("drawing-failed"));

      assertThat(stream.next().orElseThrow().data().get("problem").stringValue())
          .isEqualTo("drawing-failed");
      assertThat(stream.next()).isEmpty();
    }
  }

  @Test
  void aStreamThatBreaksAnywhereGoesOnWithoutAGapOrARepeat() {
    String id = submitted();
    Worker.takes(queue, id).drawsAll();
    List<Event> whole;
    try (EventStream stream = api.events(id)) {
      whole = stream.toEnd();
    }

    for (int broken = 1; broken <= whole.size(); broken++) {
      String lastSeen = whole.get(broken - 1).id();
      try (EventStream rest = api.events(id, "Last-Event-ID", lastSeen)) {
        assertThat(rest.toEnd()).isEqualTo(whole.subList(broken, whole.size()));
      }
    }
  }

  @Test
  void aStreamThatBreaksWhileTheJobRunsGoesOnToo() {
    String id = submitted();
    Worker worker = Worker.takes(queue, id).draws(1, 2);
    List<Event> seen = new ArrayList<>();
    try (EventStream stream = api.events(id)) {
      for (int i = 0; i < 3; i++) {
        seen.add(stream.next().orElseThrow());
      }
    }
    worker.draws(3, 6).ends(new Outcome.Succeeded("{}"));
    try (EventStream stream = api.events(id, "Last-Event-ID", seen.getLast().id())) {
      seen.addAll(stream.toEnd());
    }

    try (EventStream whole = api.events(id)) {
      assertThat(seen).isEqualTo(whole.toEnd());
    }
  }

  @Test
  void aStreamOnWhichNothingHappensIsKeptOpenByComments() {
    String id = submitted();
    try (EventStream stream = api.events(id)) {
      stream.awaitComments(5);
    }
  }

  @Test
  void anEmptyLastEventIdIsTheBeginning() {
    String id = submitted();
    try (EventStream stream = api.events(id, "Last-Event-ID", "")) {
      assertThat(stream.next().orElseThrow().type()).isEqualTo("queued");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", "-1-0", "1-0-0", "$", "99999999999999999999-0"})
  void whatIsNoEventIdIsRefused(String lastEventId) {
    Answer answer = api.get("/v1/jobs/" + submitted() + "/events", "Last-Event-ID", lastEventId);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("errors").get(0).get("field").stringValue())
        .isEqualTo("Last-Event-ID");
  }

  @Test
  void aTenantMayHoldOnlySoManyStreams() {
    String id = submitted();
    List<EventStream> held = List.of(api.events(id), api.events(id), api.events(id));
    held.forEach(stream -> stream.awaitComments(1));

    Answer oneMore = api.get("/v1/jobs/" + id + "/events", "Accept", "text/event-stream");

    assertThat(oneMore.status()).isEqualTo(429);
    assertThat(oneMore.json().get("code").stringValue()).isEqualTo("too-many-requests");
    assertThat(oneMore.header("Retry-After")).isEqualTo("5");
    held.forEach(EventStream::close);
  }

  @Test
  void whoHangsUpMakesRoomForOthers() {
    String id = submitted();
    for (int i = 0; i < 10; i++) {
      try (EventStream stream = api.events(id)) {
        stream.awaitComments(1);
      }
      Eventually.holds("the stream was let go", SOON, () -> openStreams() == 0);
    }
  }

  private double openStreams() {
    return meters.get("nextflow.gateway.streams.open").gauge().value();
  }
}
