package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.testing.ServiceProcess;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an answer of text and pictures survives: {@code kill -9} of its worker, in either. */
class CompositionCrashIT {

  /** Eight tokens, a picture of 3,684 codes, then text as far as it may go. */
  private static final String LONG_TEXT =
      """
      {"prompt": "a story", "seed": 4, "size": "512x512", "max_tokens": 512, "max_pictures": 2}\
      """;

  /** 23 tokens, a picture, some more tokens, a picture, and the rest of a text. */
  private static final String TWO_PICTURES =
      """
      {"prompt": "a story", "seed": 2, "size": "512x512", "max_tokens": 700, "max_pictures": 2,
       "temperature": 1}\
      """;

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
  void aTextGoesOnAfterItsWorkerWasKilled() throws Exception {
    survives(LONG_TEXT, event -> event.type().equals("text") && tokensDone(event) > 3_684 + 16);
  }

  @Test
  void theSecondPictureGoesOnAfterItsWorkerWasKilled() throws Exception {
    survives(
        TWO_PICTURES,
        event ->
            event.type().equals("scale")
                && event.data().number("image") == 1
                && event.data().number("scale") == 3);
  }

  private static void survives(String request, Predicate<JobEvent> deadly) throws Exception {
    JsonObject job = Api.accepted(api.post("/v1/compositions", request));
    FollowedJob followed = new FollowedJob(api, job, deadly);
    try (ServiceProcess doomed = services.startWorker()) {
      followed.awaitMoment();
      doomed.kill();
    }
    assertThat(followed.soFar())
        .as("killed too late: the answer was whole")
        .noneMatch(JobEvent::isLast);

    List<JobEvent> events;
    try (ServiceProcess successor = services.startWorker()) {
      events = followed.all();
      assertThat(successor.alive()).isTrue();
      api.succeeded(job);
      JsonObject undisturbed = Api.accepted(api.post("/v1/compositions", request));
      api.follow(undisturbed, event -> {});
      api.succeeded(undisturbed);
      assertThat(tokens(job)).isEqualTo(tokens(undisturbed));
    }
    assertThat(events.stream().filter(event -> event.type().equals("started"))).hasSize(2);
    assertThat(events).filteredOn(JobEvent::isLast).hasSize(1);
    assertEachScaleOnce(events);
  }

  private static void assertEachScaleOnce(List<JobEvent> events) {
    assertThat(events.stream().filter(event -> event.type().equals("scale")))
        .extracting(event -> event.data().number("image") + ":" + event.data().number("scale"))
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(16);
  }

  private static long tokensDone(JobEvent event) {
    return event.data().number("tokens_done");
  }

  /** Every token that was chosen, and the hashes of the pictures. */
  private static List<Object> tokens(JsonObject job) throws Exception {
    JsonObject transcript = api.get(job.object("links").text("transcript")).json();
    return List.of(
        transcript.fields().get("answer_ids"),
        transcript.objects("images").stream().map(image -> image.text("sha256")).toList());
  }
}
