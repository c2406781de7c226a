package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.testing.Eventually;
import dev.nextflow.testing.ServiceProcess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an accepted job survives: {@code kill -9} of its worker, and of Redis. */
class CrashIT {

  /** Sixteen scales, 3,684 codes, four pictures: long enough to die in the middle. */
  private static final String LARGE =
      "{\"prompt\":\"a red house\",\"size\":\"512x512\",\"seed\":11,\"n\":4}";

  /** Four such pictures of which one is chosen after twelve scales. */
  private static final String CANDIDATES =
      """
      {"prompt":"a red house","size":"512x512","seed":11,"acceptance":
         {"after_scale":12,"questions":[{"question":"what is it?","answer":"a house"}]}}
      """;

  private static final long RUNNING_AGAIN_WITHIN_MS = 20_000;

  private static SeparateServices services;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    services = new SeparateServices();
    api = new Api(services.address());
  }

  @AfterAll
  static void stop() {
    api.close();
    services.close();
  }

  @Test
  void aPictureGoesOnFromItsLastScaleAfterItsWorkerWasKilled() throws Exception {
    JsonObject job = api.submit(LARGE);
    FollowedJob followed =
        new FollowedJob(
            api, job, event -> event.type().equals("scale") && event.data().number("scale") == 3);
    try (ServiceProcess doomed = services.startWorker()) {
      followed.awaitMoment();
      doomed.kill();
    }
    assertThat(followed.soFar())
        .as("killed too late: the picture was finished")
        .noneMatch(JobEvent::isLast);

    List<JobEvent> events;
    long workerReadyMs;
    try (ServiceProcess successor = services.startWorker()) {
      workerReadyMs = System.currentTimeMillis();
      events = followed.all();
      assertThat(successor.alive()).isTrue();
      api.succeeded(job);
      assertSameTokensAsUndisturbed(job);
    }

    assertThat(attempts(events)).containsExactly(1L, 2L);
    assertThat(scales(events))
        .as("each scale once, none drawn again")
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 16).boxed().toList());
    assertThat(startOf(events, 2) - workerReadyMs).isLessThan(RUNNING_AGAIN_WITHIN_MS);
    assertThat(events).filteredOn(JobEvent::isLast).hasSize(1);
  }

  @Test
  void theSameCandidateIsChosenAfterTheWorkerWasKilledInTheMiddleOfThem() throws Exception {
    JsonObject job = api.submit(CANDIDATES);
    FollowedJob followed =
        new FollowedJob(
            api,
            job,
            event -> event.type().equals("candidates") && event.data().number("scale") == 3);
    try (ServiceProcess doomed = services.startWorker()) {
      followed.awaitMoment();
      doomed.kill();
    }
    assertThat(followed.soFar()).as("killed too late").noneMatch(JobEvent::isLast);

    try (ServiceProcess successor = services.startWorker()) {
      List<JobEvent> events = followed.all();
      JsonObject survivor = api.succeeded(job);
      JsonObject undisturbed = api.draw(CANDIDATES);
      assertThat(successor.alive()).isTrue();
      assertThat(attempts(events)).containsExactly(1L, 2L);
      assertThat(scales(events, "candidates"))
          .as("each scale once, none drawn again")
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
      assertThat(scales(events))
          .as("of the chosen one")
          .containsExactlyElementsOf(LongStream.rangeClosed(12, 16).boxed().toList());
      assertThat(survivor.object("acceptance").fields())
          .isEqualTo(undisturbed.object("acceptance").fields());
      assertThat(api.tokens(survivor)).hasSize(1).isEqualTo(api.tokens(undisturbed));
    }
  }

  private static void assertSameTokensAsUndisturbed(JsonObject survivor) throws Exception {
    JsonObject undisturbed = api.draw(LARGE);
    assertThat(api.tokens(survivor)).hasSize(4).isEqualTo(api.tokens(undisturbed));
  }

  @Test
  void anAnswerAboutAPictureGoesOnFromItsLastTokenAfterItsWorkerWasKilled() throws Exception {
    JsonObject undisturbed;
    JsonObject job;
    FollowedJob followed;
    try (ServiceProcess doomed = services.startUnderstandingWorker()) {
      String question = questionWithALongAnswer();
      undisturbed = answered(question);
      job = Api.accepted(api.post("/v1/understandings", question));
      followed = new FollowedJob(api, job, event -> event.type().equals("text"));
      followed.awaitMoment();
      doomed.kill();
    }
    assertThat(followed.soFar())
        .as("killed too late: the answer was written")
        .noneMatch(JobEvent::isLast);

    List<JobEvent> events;
    try (ServiceProcess successor = services.startUnderstandingWorker()) {
      events = followed.all();
      assertThat(successor.alive()).isTrue();
      JsonObject survivor = api.succeeded(job);
      assertThat(answerIds(survivor)).isEqualTo(answerIds(undisturbed));
      assertThat(survivor.text("answer")).isEqualTo(undisturbed.text("answer"));
      List<?> written = answerIds(survivor); // With the token of the end, which nobody is told.
      assertThat(told(events)).as("once").isEqualTo(written.subList(0, told(events).size()));
      assertThat(told(events)).hasSizeGreaterThanOrEqualTo(written.size() - 1);
    }
    assertThat(attempts(events)).containsExactly(1L, 2L);
    assertThat(events).filteredOn(JobEvent::isLast).hasSize(1);
  }

  /** Of sixteen scales. What this model says to it is senseless, and mostly goes on for long. */
  private static String questionWithALongAnswer() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB), "png", png);
    String data = Base64.getEncoder().encodeToString(png.toByteArray());
    for (int number = 0; number < 60; number++) {
      String question =
          """
          {"max_tokens":1024,"temperature":0.2,"seed":7,"messages":[{"role":"user","content":[
             {"type":"text","text":"what is number %d?"},
             {"type":"image","media_type":"image/png","data":"%s"}]}]}
          """
              .formatted(number, data);
      if (answered(question).object("usage").number("tokens") > 256) {
        return question;
      }
    }
    throw new AssertionError("every answer is short");
  }

  private static JsonObject answered(String question) throws Exception {
    return api.succeeded(Api.accepted(api.post("/v1/understandings", question)));
  }

  private static List<?> answerIds(JsonObject job) throws Exception {
    return (List<?>)
        api.get(job.object("links").text("transcript")).json().fields().get("answer_ids");
  }

  private static List<?> told(List<JobEvent> events) {
    return ofType(events, "text").stream()
        .flatMap(event -> ((List<?>) event.data().fields().get("ids")).stream())
        .toList();
  }

  @Test
  void everyAcceptedJobSucceedsAlthoughRedisWasKilled() throws Exception {
    int jobs = 20;
    Map<String, JsonObject> accepted = new LinkedHashMap<>();
    try (ServiceProcess worker = services.startWorker()) {
      for (int i = 0; i < jobs; i++) {
        if (i == jobs / 2) {
          services.redis().kill();
          assertThat(submit(i)).as("nothing is accepted without Redis").isEmpty();
          services.redis().restart();
        }
        int number = i;
        JsonObject job = Eventually.get("job " + i + " accepted", Api.LIMIT, () -> submit(number));
        accepted.put(job.text("id"), job);
      }
      assertThat(accepted).as("no key made two jobs, no job has two keys").hasSize(jobs);
      for (JsonObject job : accepted.values()) {
        api.succeeded(job);
        assertThat(api.events(job)).filteredOn(JobEvent::isLast).hasSize(1);
      }
      assertThat(worker.alive()).isTrue();
    }
  }

  /** Empty if the platform did not accept it; then the caller tries again under the same key. */
  private static Optional<JsonObject> submit(int number) {
    String body = "{\"prompt\":\"a red house\",\"size\":\"64x64\",\"seed\":" + number + "}";
    try {
      Api.Answer answer = api.generate(body, "Idempotency-Key", "crash-" + number);
      assertThat(answer.status()).isIn(202, 503);
      return answer.status() == 202 ? Optional.of(answer.json()) : Optional.empty();
    } catch (IOException lost) {
      return Optional.empty();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static List<Long> attempts(List<JobEvent> events) {
    return ofType(events, "started").stream().map(event -> event.data().number("attempt")).toList();
  }

  private static List<Long> scales(List<JobEvent> events) {
    return scales(events, "scale");
  }

  private static List<Long> scales(List<JobEvent> events, String type) {
    return ofType(events, type).stream().map(event -> event.data().number("scale")).toList();
  }

  /** The time of an event is in its id: Redis' clock in ms, a dash, a counter. */
  private static long startOf(List<JobEvent> events, int attempt) {
    String id = ofType(events, "started").get(attempt - 1).id();
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  private static List<JobEvent> ofType(List<JobEvent> events, String type) {
    List<JobEvent> chosen = new ArrayList<>(events);
    chosen.removeIf(event -> !event.type().equals(type));
    return chosen;
  }
}
