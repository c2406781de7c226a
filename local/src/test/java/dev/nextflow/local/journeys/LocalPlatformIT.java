package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.journeys.Api.Answer;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole platform in this process, seen through its public door. */
class LocalPlatformIT {

  /** Six scales, 91 codes. */
  private static final String HOUSE = "{\"prompt\":\"a red house\",\"size\":\"96x96\",\"seed\":7}";

  private static LocalPlatform platform;
  private static Api api;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    platform = LocalPlatform.start(new LocalFolder(home), TestBundles.tiny(), 0);
    api = new Api(platform.address());
  }

  @AfterAll
  static void stop() {
    api.close();
    platform.close();
  }

  @Test
  void drawsAPngOfTheSizeAskedFor() throws Exception {
    JsonObject job = api.draw("{\"prompt\":\"a red house\",\"size\":\"64x64\",\"n\":2}");
    assertThat(job.objects("images")).hasSize(2);
    for (JsonObject image : job.objects("images")) {
      Answer picture = api.get(image.text("url"));
      assertThat(picture.header("Content-Type")).isEqualTo("image/png");
      BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(picture.body()));
      assertThat(pixels.getWidth()).isEqualTo(64);
      assertThat(pixels.getHeight()).isEqualTo(64);
    }
  }

  @Test
  void tellsEveryScaleInOrder() throws Exception {
    List<JobEvent> events = api.events(api.submit(HOUSE));
    assertThat(events)
        .extracting(JobEvent::type)
        .containsExactly(
            "queued", "started", "scale", "scale", "scale", "scale", "scale", "scale", "finished");
    List<JsonObject> scales =
        events.stream().filter(event -> event.type().equals("scale")).map(JobEvent::data).toList();
    assertThat(scales)
        .extracting(scale -> scale.number("scale"))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 6).boxed().toList());
    assertThat(scales)
        .extracting(scale -> scale.number("tokens_done"))
        .containsExactly(1L, 5L, 14L, 30L, 55L, 91L);
    assertThat(events.getLast().data().text("state")).isEqualTo("succeeded");
  }

  @Test
  void drawsTheSamePictureForTheSameSeedAndAnotherForAnother() throws Exception {
    byte[] once = api.picture(api.draw(HOUSE), "").body();
    byte[] again = api.picture(api.draw(HOUSE), "").body();
    byte[] other = api.picture(api.draw(HOUSE.replace(":7", ":8")), "").body();
    assertThat(again).isEqualTo(once);
    assertThat(other).isNotEqualTo(once);
  }

  @Test
  void showsADraftOfEveryScale() throws Exception {
    JsonObject job = api.draw(HOUSE);
    List<byte[]> drafts =
        List.of(
            api.picture(job, "?scale=1").body(),
            api.picture(job, "?scale=3").body(),
            api.picture(job, "?scale=6").body());
    assertThat(drafts).doesNotHaveDuplicates();
    assertThat(drafts.getLast()).isEqualTo(api.picture(job, "").body());
    assertThat(api.picture(job, "?scale=7").status()).isBetween(400, 499);
  }

  @Test
  void anIdempotencyKeyMakesOneJob() throws Exception {
    Answer first = api.generate(HOUSE, "Idempotency-Key", "key-1");
    Answer repeated = api.generate(HOUSE, "Idempotency-Key", "key-1");
    Answer reused = api.generate(HOUSE.replace(":7", ":8"), "Idempotency-Key", "key-1");
    assertThat(repeated.json().text("id")).isEqualTo(first.json().text("id")).isNotEmpty();
    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.json().text("code")).isEqualTo("idempotency-key-reused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          prompt      | is required         | {}
          prompt      | must not be blank   | {"prompt":"  "}
          prompt      | must be a string    | {"prompt":7}
          prompt      | control characters  | {"prompt":"a\\u0000b"}
          prompt      | unpaired surrogates | {"prompt":"\\ud800"}
          size        | must be one of      | {"prompt":"x","size":"97x96"}
          n           | must be 1..4        | {"prompt":"x","n":5}
          n           | must be a whole     | {"prompt":"x","n":1.5}
          seed        | must be 0..         | {"prompt":"x","seed":-1}
          seed        | must be 0..         | {"prompt":"x","seed":9007199254740992}
          guidance    | must be 0..20       | {"prompt":"x","guidance":20.5}
          temperature | must be 0.01..10    | {"prompt":"x","temperature":0}
          top_k       | must be             | {"prompt":"x","top_k":0}
          top_p       | must be above 0     | {"prompt":"x","top_p":0}
          priority    | must be low         | {"prompt":"x","priority":"now"}
          model       | unknown model       | {"prompt":"x","model":"other"}
          colour      | unknown field       | {"prompt":"x","colour":"red"}
          """)
  void refusesABadRequestByFieldAndRule(String field, String rule, String body) throws Exception {
    Answer answer = api.generate(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().text("code")).isEqualTo("invalid-request");
    assertThat(answer.json().objects("errors"))
        .anySatisfy(error -> {
          assertThat(error.text("field")).isEqualTo(field);
          assertThat(error.text("rule")).contains(rule);
        });
  }

  @Test
  void refusesAPromptThatIsTooLong() throws Exception {
    Answer answer = api.generate("{\"prompt\":\"" + "red ".repeat(1000) + "\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().objects("errors"))
        .singleElement()
        .extracting(error -> error.text("field") + ": " + error.text("rule"))
        .asString()
        .matches("prompt: must be at most \\d+ tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not JSON          | malformed-json
          [1]               | malformed-json
          """)
  void refusesWhatIsNoJsonObject(String body, String code) throws Exception {
    Answer answer = api.generate(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().text("code")).isEqualTo(code);
  }

  @Test
  void knowsNoJobOfAnotherName() throws Exception {
    Answer answer = api.get("/v1/jobs/gen-tiny-00000000-aaaaaaaaaaaaaaaaaaaaaaaaaa");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().text("code")).isEqualTo("not-found");
  }
}
