package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.testing.ServiceProcess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a thought and a session's turn survive: {@code kill -9} of their worker, in the middle. */
class TurnCrashIT {

  /** Sixteen scales, 3,684 codes. */
  private static final String LARGE = "\"size\":\"512x512\"";

  private static SeparateServices services;
  private static Api api;

  @BeforeAll
  static void start(@TempDir Path redisData) throws Exception {
    services = new SeparateServices(redisData);
    api = new Api(services.address());
  }

  @AfterAll
  static void stop() {
    api.close();
    services.close();
  }

  @Test
  void aThoughtGoesOnFromItsLastTokenAfterItsWorkerWasKilled() throws Exception {
    JsonObject undisturbed;
    JsonObject job;
    FollowedJob followed;
    try (ServiceProcess doomed = services.startWorker()) {
      long seed = seedOfALongThought();
      undisturbed = planned(seed);
      job = api.submit(thinking(seed, "none"));
      followed = new FollowedJob(api, job, event -> event.type().equals("text"));
      followed.awaitMoment();
      doomed.kill();
    }
    assertThat(followed.soFar())
        .as("killed too late: the thought was whole")
        .noneMatch(event -> event.type().equals("scale"));
    List<?> toldToTheFirst = told(followed.soFar());

    List<JobEvent> events;
    try (ServiceProcess successor = services.startWorker()) {
      events = followed.all();
      assertThat(successor.alive()).isTrue();
      api.succeeded(job);
      Api.accepted(api.post(undisturbed.object("links").text("approve"), "{}"));
      api.follow(undisturbed, event -> {});
      api.succeeded(undisturbed);
    }

    List<?> thought = ids(undisturbed, "thought_ids");
    assertThat(toldToTheFirst).hasSizeLessThan(thought.size() - 1);
    assertThat(ids(job, "thought_ids")).isEqualTo(thought);
    assertThat(told(events)).as("once").isEqualTo(thought.subList(0, thought.size() - 1));
    assertThat(ids(job, "prompt_ids")).isEqualTo(ids(undisturbed, "prompt_ids"));
    assertThat(api.tokens(job)).hasSize(1).isEqualTo(api.tokens(undisturbed));
    assertTakenUpOnce(events);
  }

  /** One that opens the picture: else it would be left out, and the picture not depend on it. */
  private static long seedOfALongThought() throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      JsonObject plan = planned(seed);
      boolean followed = Boolean.TRUE.equals(plan.object("thinking").fields().get("followed"));
      if (followed && plan.object("usage").number("tokens") > 64) {
        return seed;
      }
    }
    throw new AssertionError("every thought is short, or leads to no picture");
  }

  private static JsonObject planned(long seed) throws Exception {
    return api.planned(api.submit(thinking(seed, "required")));
  }

  /** After two pictures of sixteen scales, which make each token slow enough to die between two. */
  private static String thinking(long seed, String approval) throws IOException {
    return """
    {"thinking":"on","text_temperature":10,"approval":"%s","seed":%d,
     "messages":[{"role":"user","content":[%s,%s,{"type":"text","text":"a"}]}]}
    """
        .formatted(approval, seed, blackPicture(), blackPicture());
  }

  private static String blackPicture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB), "png", png);
    String data = Base64.getEncoder().encodeToString(png.toByteArray());
    return "{\"type\":\"image\",\"media_type\":\"image/png\",\"data\":\"" + data + "\"}";
  }

  @Test
  void aTurnThatDrawsGoesOnFromItsLastScaleAfterItsWorkerWasKilled() throws Exception {
    String session;
    JsonObject job;
    FollowedJob followed;
    try (ServiceProcess doomed = services.startWorker()) {
      session = sessionWithAPicture();
      job = api.submit(turn(session, 5));
      followed =
          new FollowedJob(
              api, job, event -> event.type().equals("scale") && event.data().number("scale") == 3);
      followed.awaitMoment();
      doomed.kill();
    }
    assertThat(followed.soFar()).as("killed too late").noneMatch(JobEvent::isLast);

    List<JobEvent> events;
    try (ServiceProcess successor = services.startWorker()) {
      events = followed.all();
      assertThat(successor.alive()).isTrue();
      api.succeeded(job);
      JsonObject undisturbed = api.draw(turn(branch(session), 5));
      assertThat(ids(job, "prompt_ids")).isEqualTo(ids(undisturbed, "prompt_ids"));
      assertThat(api.tokens(job)).hasSize(1).isEqualTo(api.tokens(undisturbed));

      // The session goes on from what the two workers have drawn.
      JsonObject next = api.draw(turn(session, 6));
      List<JsonObject> read = transcript(next).objects("pictures");
      assertThat(read).hasSize(2);
      assertThat(read.getLast().text("sha256"))
          .isEqualTo(api.tokens(undisturbed).getFirst().text("sha256"));
    }
    assertTakenUpOnce(events);
    assertThat(events.stream().filter(event -> event.type().equals("scale")))
        .as("each scale once, none drawn again")
        .extracting(event -> event.data().number("scale"))
        .doesNotHaveDuplicates()
        .hasSize(16);
  }

  @Test
  void aTurnThatAnswersGoesOnFromItsLastTokenAfterItsWorkerWasKilled() throws Exception {
    String session;
    try (ServiceProcess painter = services.startWorker()) {
      session = sessionWithAPicture();
      assertThat(painter.alive()).isTrue();
    }
    JsonObject undisturbed;
    JsonObject job;
    FollowedJob followed;
    try (ServiceProcess doomed = services.startUnderstandingWorker()) {
      long seed = 0;
      do {
        undisturbed = answered(question(branch(session), ++seed));
      } while (ids(undisturbed, "answer_ids").size() < 256 && seed < 60);
      assertThat(ids(undisturbed, "answer_ids")).as("a long answer").hasSizeGreaterThan(255);
      job = Api.accepted(api.post("/v1/understandings", question(session, seed)));
      followed = new FollowedJob(api, job, event -> event.type().equals("text"));
      followed.awaitMoment();
      doomed.kill();
    }
    assertThat(followed.soFar()).as("killed too late").noneMatch(JobEvent::isLast);

    try (ServiceProcess successor = services.startUnderstandingWorker()) {
      List<JobEvent> events = followed.all();
      assertThat(successor.alive()).isTrue();
      JsonObject survivor = api.succeeded(job);
      List<?> written = ids(undisturbed, "answer_ids");
      assertThat(ids(survivor, "prompt_ids")).isEqualTo(ids(undisturbed, "prompt_ids"));
      assertThat(ids(survivor, "answer_ids")).isEqualTo(written);
      assertThat(survivor.text("answer")).isEqualTo(undisturbed.text("answer"));
      assertThat(told(events)).as("once").isEqualTo(written.subList(0, told(events).size()));
      assertThat(told(events)).hasSizeGreaterThanOrEqualTo(written.size() - 1);
      assertTakenUpOnce(events);
    }
    JsonObject turn = api.get("/v1/sessions/" + session).json().objects("turns").getLast();
    assertThat(turn.objects("messages").getLast().objects("parts").getFirst().text("text"))
        .as("the session keeps what both workers have written")
        .isEqualTo(undisturbed.text("answer"));
  }

  /** Its first turn is drawn; a generation worker must run. */
  private static String sessionWithAPicture() throws Exception {
    String session = api.post("/v1/sessions", "{}").json().text("id");
    api.draw(turn(session, 4));
    return session;
  }

  private static String turn(String session, long seed) {
    return "{\"session_id\":\"%s\",\"prompt\":\"a\",\"seed\":%d,%s}"
        .formatted(session, seed, LARGE);
  }

  private static String question(String session, long seed) {
    return """
    {"session_id":"%s","prompt":"a","max_tokens":1024,"temperature":0.2,"seed":%d}
    """
        .formatted(session, seed);
  }

  private static String branch(String session) throws Exception {
    return api.post("/v1/sessions/" + session + "/branches", "{\"after_turn\":1}")
        .json()
        .text("id");
  }

  private static JsonObject answered(String question) throws Exception {
    return api.succeeded(Api.accepted(api.post("/v1/understandings", question)));
  }

  private static JsonObject transcript(JsonObject job) throws Exception {
    return api.get(job.object("links").text("transcript")).json();
  }

  private static List<?> ids(JsonObject job, String field) throws Exception {
    return (List<?>) transcript(job).fields().get(field);
  }

  private static List<?> told(List<JobEvent> events) {
    return events.stream()
        .filter(event -> event.type().equals("text"))
        .flatMap(event -> ((List<?>) event.data().fields().get("ids")).stream())
        .toList();
  }

  private static void assertTakenUpOnce(List<JobEvent> events) {
    assertThat(events.stream().filter(event -> event.type().equals("started")))
        .extracting(event -> event.data().number("attempt"))
        .containsExactly(1L, 2L);
    assertThat(events).filteredOn(JobEvent::isLast).hasSize(1);
  }
}
