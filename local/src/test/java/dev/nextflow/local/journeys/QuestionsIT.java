package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.journeys.Api.Answer;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions about pictures, from the public door to the answer, with a real, if senseless, model.
 */
class QuestionsIT {

  private static LocalPlatform platform;
  private static Api api;
  private static JsonObject drawn;
  private static byte[] png;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    platform = LocalPlatform.start(new LocalFolder(home), TestBundles.tiny(), 0);
    api = new Api(platform.address());
    drawn = api.draw("{\"prompt\":\"a red house\",\"size\":\"96x96\",\"seed\":7}");
    png = api.picture(drawn, "").body();
  }

  @AfterAll
  static void stop() {
    api.close();
    platform.close();
  }

  @Test
  void aPictureThatWasDrawnHereIsReadAsItWasDrawn() throws Exception {
    JsonObject asked = answered(drawnHere());
    assertThat(asked.text("answer")).isNotNull();

    JsonObject shown = shown(asked);

    JsonObject picture = api.tokens(drawn).getFirst();
    assertThat(shown.fields().get("codes")).isEqualTo(picture.fields().get("codes"));
    assertThat(shown.text("sha256")).isEqualTo(picture.text("sha256"));
  }

  @Test
  void aPictureThatIsSentIsReadInTheSizeNearestToIt() throws Exception {
    JsonObject shown = shown(answered(sent("image/png", png)));
    assertThat(shown.object("schedule").number("level")).isEqualTo(6);
    assertThat((List<?>) shown.fields().get("codes")).hasSize(6);

    byte[] jpeg = api.picture(drawn, "?format=jpeg").body();
    assertThat(shown(answered(sent("image/jpeg", jpeg))).object("schedule").number("level"))
        .isEqualTo(6);
  }

  @Test
  void theSameQuestionHasTheSameAnswerAndAnEstimateItsPrice() throws Exception {
    JsonObject asked = answered(sent("image/png", png));
    assertThat(answered(sent("image/png", png)).text("answer")).isEqualTo(asked.text("answer"));

    String estimate =
        question(sent("image/png", png)).replaceFirst("\\{", "{\"kind\":\"understanding\",");
    long ids = ((List<?>) transcript(asked).fields().get("prompt_ids")).size();
    assertThat(api.post("/v1/estimates", estimate).json().number("prompt_tokens"))
        .isEqualTo(ids + 90 + 36);
  }

  @Test
  void whatIsNoPictureIsRefusedByItsPlaceAndRule() throws Exception {
    refused(sent("image/png", HexFormat.of().parseHex(BOMB)), "must be at most 4096 pixels wide");
    refused(sent("image/png", Arrays.copyOf(png, png.length / 2)), "must be whole and undamaged");
    refused(sent("image/jpeg", png), "must be what its media type says");
    byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.US_ASCII);
    refused(sent("image/png", svg), "must be a PNG, JPEG or WebP");
    refused(sent("image/png", animated()), "must not be animated");
  }

  /** A whole PNG that is an archive or a page as well: read as a picture, and nothing else. */
  @Test
  void whatHangsOnAPictureIsNoPartOfIt() throws Exception {
    byte[] page = "<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
    byte[] both = Arrays.copyOf(png, png.length + page.length);
    System.arraycopy(page, 0, both, png.length, page.length);
    assertThat(shown(answered(sent("image/png", both))).text("sha256"))
        .isEqualTo(shown(answered(sent("image/png", png))).text("sha256"));
  }

  /** A PNG of a few bytes that claims to be 60,000 pixels wide and high. */
  private static final String BOMB =
      "89504e470d0a1a0a0000000d494844520000ea600000ea600802000000000000000000000049444154";

  /** The PNG with the chunk of an animation behind its header. */
  private static byte[] animated() {
    byte[] control = HexFormat.of().parseHex("000000086163544c000000020000000000000000");
    byte[] file = new byte[png.length + control.length];
    System.arraycopy(png, 0, file, 0, 33);
    System.arraycopy(control, 0, file, 33, control.length);
    System.arraycopy(png, 33, file, 33 + control.length, png.length - 33);
    return file;
  }

  private static void refused(String picture, String rule) throws Exception {
    Answer answer = api.post("/v1/understandings", question(picture));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().text("code")).isEqualTo("invalid-picture");
    JsonObject error = answer.json().objects("errors").getFirst();
    assertThat(error.text("field")).isEqualTo("messages[0].content[0]");
    assertThat(error.text("rule")).startsWith(rule);
  }

  private static JsonObject answered(String picture) throws Exception {
    return api.succeeded(Api.accepted(api.post("/v1/understandings", question(picture))));
  }

  private static JsonObject shown(JsonObject job) throws Exception {
    return transcript(job).objects("pictures").getFirst();
  }

  private static JsonObject transcript(JsonObject job) throws Exception {
    return api.get(job.object("links").text("transcript")).json();
  }

  private static String question(String picture) {
    return "{\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":["
        + picture
        + ",{\"type\":\"text\",\"text\":\"how many?\"}]}]}";
  }

  private static String sent(String mediaType, byte[] file) {
    return "{\"type\":\"image\",\"media_type\":\"%s\",\"data\":\"%s\"}"
        .formatted(mediaType, Base64.getEncoder().encodeToString(file));
  }

  private static String drawnHere() {
    return "{\"type\":\"image\",\"job\":\"" + drawn.text("id") + "\"}";
  }
}
