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

/**
 * What SIGTERM to a worker leaves of its job: it is handed back at its next scale or tokens, though
 * the worker would have time to end it, and ends elsewhere in the same tokens.
 */
class StopIT {

  private static final String TERMINATED = "terminated by signal 15";

  /** A stop that comes after the last scale or token shows nothing; then another job is tried. */
  private static final int TRIES = 5;

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
  void aPictureIsHandedBackAfterItsScale() throws Exception {
    isHandedOver(
        "generation-service",
        "/v1/generations",
        "{\"prompt\":\"a red house\",\"size\":\"512x512\",\"seed\":%d,\"n\":2,\"deadline\":86400}",
        event -> event.type().equals("scale"));
  }

  @Test
  void anAnswerOfTextAndPicturesIsHandedBack() throws Exception {
    isHandedOver(
        "generation-service",
        "/v1/compositions",
        """
        {"prompt": "a story", "seed": %d, "size": "512x512", "max_tokens": 700, "max_pictures": 2,
         "temperature": 1, "deadline": 86400}\
        """,
        event -> event.type().equals("text"));
  }

  @Test
  void aTextIsHandedBackAfterItsTokens() throws Exception {
    isHandedOver(
        "understanding-service",
        "/v1/understandings",
        "{\"prompt\":\"a long"
            + " story\",\"seed\":%d,\"max_tokens\":1024,\"temperature\":1,\"deadline\":86400}",
        event -> event.type().equals("text"));
  }

  private static void isHandedOver(
      String service, String path, String request, Predicate<JobEvent> begun) throws Exception {
    for (int seed = 1; seed <= TRIES; seed++) {
      if (wasHandedOver(service, path, request.formatted(seed), begun)) {
        return;
      }
    }
    throw new AssertionError("every stop came too late");
  }

  private static boolean wasHandedOver(
      String service, String path, String request, Predicate<JobEvent> begun) throws Exception {
    JsonObject job = Api.accepted(api.post(path, request));
    JsonObject behind = Api.accepted(api.post(path, request));
    FollowedJob followed = new FollowedJob(api, job, begun);
    try (ServiceProcess stopped = startWithOneSlot(service)) {
      followed.awaitMoment();
      assertThat(stopped.stop()).as(TERMINATED).isEqualTo(128 + 15);
    }
    JsonObject left = view(job);
    JsonObject notBegun = view(behind);
    List<JobEvent> events;
    try (ServiceProcess successor = startWithOneSlot(service)) {
      api.succeeded(job);
      api.succeeded(behind);
      events = followed.all();
      assertThat(successor.alive()).isTrue();
      assertThat(tokens(job)).isEqualTo(tokens(behind));
    }
    assertThat(events).filteredOn(JobEvent::isLast).hasSize(1);
    if (left.text("state").equals("succeeded")) {
      return false;
    }
    assertThat(left.text("state")).isEqualTo("queued");
    assertThat(left.number("attempt")).as("a lease that runs out would count").isZero();
    assertThat(events).filteredOn(event -> event.type().equals("started")).hasSize(2);
    assertThat(notBegun.text("started_at")).as("no lease after the stop").isEmpty();
    return true;
  }

  private static ServiceProcess startWithOneSlot(String service) throws Exception {
    return services.startWorker(service, "--nextflow.understanding.slots=1");
  }

  private static JsonObject view(JsonObject job) throws Exception {
    return api.get(job.object("links").text("self")).json();
  }

  /** Every token that was chosen, and the hashes of the pictures. */
  private static List<Object> tokens(JsonObject job) throws Exception {
    JsonObject transcript = api.get(job.object("links").text("transcript")).json();
    return List.of(
        transcript.fields().getOrDefault("answer_ids", List.of()),
        transcript.objects("images").stream().map(image -> image.text("sha256")).toList());
  }
}
