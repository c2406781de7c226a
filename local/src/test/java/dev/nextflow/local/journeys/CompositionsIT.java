package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.journeys.Api.Answer;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers of text and pictures, from the public door to their parts, held against what the
 * reference loop made of the same request.
 */
class CompositionsIT {

  /** The request of the reference's first case. */
  private static final String STORY =
      """
      {"prompt": "a story", "seed": 36, "size": "64x64", "max_tokens": 24, "max_pictures": 2,
       "temperature": 1, "top_p": 1,
       "drawing": {"guidance": 3, "temperature": 1, "top_k": 64, "top_p": 0.95}%s}\
      """;

  /** Opens a picture in this bundle. */
  private static final int BOI = 381;

  /** Stands behind one. */
  private static final int EOI = 382;

  private static LocalPlatform platform;
  private static Api api;
  private static JsonObject reference;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    platform = LocalPlatform.start(new LocalFolder(home), TestBundles.tiny(), 0);
    api = new Api(platform.address());
    String cases = Files.readString(TestBundles.tiny().resolve("fixtures/compositions.json"));
    reference = JsonObject.parse("{\"cases\":" + cases + "}").objects("cases").getFirst();
    assertThat(reference.text("name")).isEqualTo("illustrated");
  }

  @AfterAll
  static void stop() {
    api.close();
    platform.close();
  }

  @Test
  void theReferencesAnswerComesOutOfTheDoor() throws Exception {
    JsonObject job = Api.accepted(api.post("/v1/compositions", STORY.formatted("")));
    List<JobEvent> events = api.events(job);
    JsonObject done = api.succeeded(job);

    JsonObject transcript = transcript(job);
    assertThat(transcript.fields().get("prompt_ids")).isEqualTo(reference.fields().get("ids"));
    assertThat(transcript.fields().get("unconditional_ids"))
        .isEqualTo(reference.fields().get("unguided_ids"));
    assertThat(transcript.fields().get("answer_ids")).isEqualTo(reference.fields().get("text_ids"));
    assertThat(transcript.objects("images")).hasSize(2);
    assertThat(events.stream().map(JobEvent::type).filter("scale"::equals)).hasSize(8);

    List<JsonObject> parts = done.object("result").objects("parts");
    assertThat(parts.stream().map(part -> part.text("type")))
        .containsExactly("text", "image", "text", "image", "text");
    assertThat(parts.stream().filter(part -> part.text("type").equals("text")))
        .extracting(part -> part.text("text"))
        .isEqualTo(reference.fields().get("texts"));
    for (JsonObject part : parts) {
      if (part.text("type").equals("image")) {
        Answer picture = api.get(part.text("url"));
        assertThat(picture.status()).isEqualTo(200);
        assertThat(picture.header("Content-Type")).isEqualTo("image/png");
      }
    }
  }

  @Test
  void whatTheBudgetHasNoRoomForIsLeftOutAndTheRestDelivered() throws Exception {
    String cut = STORY.formatted(", \"budget_tokens\": 70");
    JsonObject job = Api.accepted(api.post("/v1/compositions", cut));
    api.follow(job, event -> {});
    JsonObject done = api.get(job.object("links").text("self")).json();
    assertThat(done.text("state")).isEqualTo("partially_succeeded");
    assertThat(done.object("result").text("finish_reason")).isEqualTo("budget");
    assertThat(done.object("result").objects("parts").stream().map(part -> part.text("type")))
        .containsExactly("text", "image", "text");
    assertThat(done.object("usage").number("tokens")).isEqualTo(12 + 30);
  }

  @Test
  void aPictureOfOneAnswerIsReadInTheNext() throws Exception {
    JsonObject first = Api.accepted(api.post("/v1/compositions", STORY.formatted("")));
    api.follow(first, event -> {});
    String next =
        """
        {"messages": [{"role": "user", "content": [
           {"type": "image", "job": "%s", "index": 1}, {"type": "text", "text": "and then?"}]}],
         "size": "64x64", "max_tokens": 8, "seed": 3}\
        """
            .formatted(first.text("id"));
    JsonObject second = Api.accepted(api.post("/v1/compositions", next));
    api.follow(second, event -> {});
    api.succeeded(second);
    assertThat(transcript(second).objects("pictures").getFirst().fields().get("codes"))
        .isEqualTo(transcript(first).objects("images").get(1).fields().get("codes"));
  }

  @Test
  void aStoryGoesOnInItsSessionFromWhatWasWrittenAndDrawn() throws Exception {
    String session = api.post("/v1/sessions", "{}").json().text("id");
    String inSession = ", \"session_id\": \"" + session + "\"";
    JsonObject first = told(STORY.formatted(inSession));
    JsonObject next =
        told(
            "{\"prompt\": \"b\", \"max_tokens\": 12, \"max_pictures\": 1, \"seed\": 3%s}"
                .formatted(inSession));

    List<Object> before = new ArrayList<>((List<?>) transcript(first).fields().get("prompt_ids"));
    for (Object id : (List<?>) transcript(first).fields().get("answer_ids")) {
      before.add(id);
      if (id.equals(BOI)) {
        before.add(EOI);
      }
    }
    JsonObject transcript = transcript(next);
    assertThat(((List<?>) transcript.fields().get("prompt_ids")).subList(0, before.size()))
        .isEqualTo(before);
    assertThat(transcript.objects("pictures").stream().map(picture -> picture.text("sha256")))
        .containsExactlyElementsOf(
            transcript(first).objects("images").stream().map(i -> i.text("sha256")).toList());
    List<?> places = (List<?>) transcript.fields().get("unconditional_pictures");
    assertThat(places.getFirst()).as("guidance has the newest picture alone").isEqualTo(-1);
    assertThat(next.object("request").text("size")).isEqualTo("64x64");
  }

  private static JsonObject told(String request) throws Exception {
    JsonObject job = Api.accepted(api.post("/v1/compositions", request));
    api.follow(job, event -> {});
    return api.succeeded(job);
  }

  private static JsonObject transcript(JsonObject job) throws Exception {
    return api.get(job.object("links").text("transcript")).json();
  }
}
