package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.journeys.Api.Answer;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens make possible, with a real model and a real queue, seen through the public door. */
class TokensIT {

  /** Six scales; a picture is 1 + 4 + 9 + 16 + 25 + 36 = 91 codes. */
  private static final String HOUSE =
      "{\"prompt\":\"a red house\",\"size\":\"96x96\",\"seed\":7,\"n\":2";

  private static LocalPlatform platform;
  private static Api api;
  private static List<JsonObject> whole;
  private static JsonObject wholeJob;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    platform = LocalPlatform.start(new LocalFolder(home), TestBundles.tiny(), 0);
    api = new Api(platform.address());
    wholeJob = api.draw(HOUSE + "}");
    whole = api.tokens(wholeJob);
  }

  @AfterAll
  static void stop() {
    api.close();
    platform.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void aDraftThatGoesOnIsTheWholePictureToTheToken(int stopAfter) throws Exception {
    JsonObject draft = api.rested(api.submit(HOUSE + ",\"stop_after\":" + stopAfter + "}"));
    assertThat(codes(api.tokens(draft).getFirst()))
        .isEqualTo(codes(whole.getFirst()).subList(0, stopAfter));

    goOn(draft, "{}");

    JsonObject end = api.succeeded(draft);
    assertThat(end.object("progress").number("tokens_done")).isEqualTo(182);
    assertThat(api.tokens(draft)).isEqualTo(whole);
  }

  @Test
  void aDraftMayGoOnScaleByScale() throws Exception {
    JsonObject draft = api.rested(api.submit(HOUSE + ",\"stop_after\":1}"));
    for (int scale = 2; scale <= 5; scale++) {
      goOn(draft, "{\"stop_after\":" + scale + "}");
      assertThat(codes(api.tokens(restedAt(draft, scale)).getFirst())).hasSize(scale);
    }
    goOn(draft, "{}");
    api.succeeded(draft);
    assertThat(api.tokens(draft)).isEqualTo(whole);
  }

  @Test
  void aBudgetIsNeverExceededAndWhatItPaidForIsNotLost() throws Exception {
    JsonObject draft = api.rested(api.submit(HOUSE + ",\"budget_tokens\":100}"));
    assertThat(draft.object("progress").number("tokens_done")).isEqualTo(60);
    assertThat(draft.objects("images").getFirst().number("scale")).isEqualTo(4);
    assertThat(api.get(draft.objects("images").getFirst().text("url")).status()).isEqualTo(200);

    goOn(draft, "{\"budget_tokens\":182}");
    api.succeeded(draft);
    assertThat(api.tokens(draft)).isEqualTo(whole);
  }

  @Test
  void aPictureIsTheSameAloneAmongFourAndInTwoJobsOfFour() throws Exception {
    String four = HOUSE.replace("\"n\":2", "\"n\":4") + "}";
    JsonObject one = api.submit(four);
    JsonObject other = api.submit(four);
    api.succeeded(one);
    api.succeeded(other);
    assertThat(api.tokens(other)).isEqualTo(api.tokens(one));
    assertThat(api.tokens(one).subList(0, 2)).isEqualTo(whole);
    JsonObject alone = api.draw(HOUSE.replace("\"n\":2", "\"n\":1") + "}");
    assertThat(api.tokens(alone)).isEqualTo(whole.subList(0, 1));
  }

  @Test
  void variantsKeepTheCoarseScalesAndTheSameSeedMakesTheSamePicture() throws Exception {
    JsonObject same = reroll("{\"keep_scales\":4,\"n\":2,\"seed\":7}");
    assertThat(api.tokens(same).getFirst()).isEqualTo(whole.getFirst());
    assertThat(same.object("progress").number("tokens_done")).isEqualTo(2 * (25 + 36));

    JsonObject other = reroll("{\"keep_scales\":4,\"n\":2,\"seed\":8}");
    for (JsonObject variant : api.tokens(other)) {
      assertThat(codes(variant).subList(0, 4)).isEqualTo(codes(whole.getFirst()).subList(0, 4));
      assertThat(codes(variant).subList(4, 6)).isNotEqualTo(codes(whole.getFirst()).subList(4, 6));
    }
    assertThat(api.picture(other, "?scale=4").body())
        .as("the same codes are the same draft")
        .isEqualTo(api.picture(wholeJob, "?scale=4").body());
  }

  @Test
  void aReplayFindsTheSameTokens() throws Exception {
    JsonObject drawn = api.draw(HOUSE + ",\"guidance\":[0,1,2,3,4,5],\"top_k\":[9,9,9,9,9,1]}");
    JsonObject variants = reroll("{\"keep_scales\":2,\"seed\":3}");
    JsonObject draft = api.rested(api.submit(HOUSE + ",\"stop_after\":2}"));
    for (JsonObject source : List.of(drawn, variants, draft)) {
      Answer answer = api.post("/v1/replays", "{\"job\":\"" + source.text("id") + "\"}");
      JsonObject replay = api.succeeded(Api.accepted(answer));
      assertThat(replay.object("replay").fields()).containsEntry("identical", true);
      assertThat(api.tokens(replay)).isEqualTo(api.tokens(source));
    }
  }

  @Test
  void aPictureThatIsChosenIsTheOneThatItsSeedDrawsAlone() throws Exception {
    String house = HOUSE.replace(",\"n\":2", "");
    String choosing =
        house
            + ",\"acceptance\":{\"candidates\":5,\"questions\":["
            + "{\"question\":\"What is it?\",\"answer\":\"A house.\"}]}}";
    JsonObject job = api.draw(choosing);
    JsonObject choice = job.object("acceptance");
    JsonObject best = choice.objects("candidates").get((int) choice.number("chosen"));
    assertThat(choice.objects("candidates")).hasSize(5);
    // The model reads the last scale of pictures, so whole ones are chosen among.
    assertThat(job.object("progress").number("tokens_done")).isEqualTo(5 * 91);
    JsonObject estimate = api.post("/v1/estimates", choosing).json();
    assertThat(estimate.number("image_tokens")).isEqualTo(5 * 91);

    JsonObject alone = api.draw(house.replace(":7", ":" + best.number("seed")) + "}");
    assertThat(api.tokens(job)).isEqualTo(api.tokens(alone));
    Answer answer = api.post("/v1/replays", "{\"job\":\"" + job.text("id") + "\"}");
    JsonObject replay = api.succeeded(Api.accepted(answer));
    assertThat(replay.object("replay").fields()).containsEntry("identical", true);
    assertThat(api.draw(choosing).object("acceptance")).as("every time").isEqualTo(choice);
  }

  @Test
  void theFirstScalesOfAPictureDoNotKnowHowTheLastIsSampled() throws Exception {
    JsonObject cold = api.draw(HOUSE + ",\"temperature\":[1,1,1,1,1,0.01]}");
    assertThat(codes(api.tokens(cold).getFirst()).subList(0, 5))
        .isEqualTo(codes(whole.getFirst()).subList(0, 5));
    assertThat(codes(api.tokens(cold).getFirst())).isNotEqualTo(codes(whole.getFirst()));
  }

  @Test
  void anEstimateIsWhatTheJobThenCosts() throws Exception {
    JsonObject estimate = api.post("/v1/estimates", HOUSE + "}").json();
    assertThat(estimate.number("image_tokens"))
        .isEqualTo(wholeJob.object("progress").number("tokens_done"));
    assertThat(estimate.number("prompt_tokens")).isPositive();
  }

  private static void goOn(JsonObject job, String body) throws Exception {
    Api.accepted(api.post(api.rested(job).object("links").text("continue"), body));
  }

  private static JsonObject restedAt(JsonObject job, int scale) {
    JsonObject rests = api.rested(job);
    assertThat(rests.objects("images").getFirst().number("scale")).isEqualTo(scale);
    return rests;
  }

  private static JsonObject reroll(String body) throws Exception {
    Answer answer = api.post("/v1/jobs/" + wholeJob.text("id") + "/reroll", body);
    return api.succeeded(Api.accepted(answer));
  }

  private static List<?> codes(JsonObject picture) {
    return (List<?>) picture.fields().get("codes");
  }
}
