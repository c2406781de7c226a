package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobId;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Edits and subjects: what the worker gets, which size is drawn, and what is refused. */
class PicturesInGenerationsTest extends KeyedGatewayTest {

  private static final String ROUTE = "/v1/generations";
  private static final ScaleSchedule LEVEL_6 = new ScaleSchedule(new Grid(64, 64), 6);

  private Api user;

  @BeforeEach
  void aTenant() {
    user = user(newTenant());
  }

  @Test
  void aPictureThatIsSentStandsInBothSequencesAndGivesTheSize() {
    JsonNode job = accepted(edit("", sent("cat"), text("red!")));

    GenerationWork work = work(job);
    GivenPicture picture = work.conditional().pictures().getFirst();
    assertThat(picture.codes()).isEqualTo(TokenizerServer.codesOf("cat"));
    assertThat(picture.boi()).as("behind u:").isEqualTo(2);
    assertThat(work.conditionalIds()).hasSize(2 + 2 + 4 + 8);
    GivenPicture unguided = work.unconditional().pictures().getFirst();
    assertThat(unguided).isEqualTo(new GivenPicture(0, picture.schedule(), picture.codes()));
    assertThat(work.unconditionalIds()).hasSize(2 + 8);
    assertThat(work.schedule()).isEqualTo(TokenizerServer.SCHEDULE);
    assertThat(job.at("/request/size").stringValue()).isEqualTo("64x64");
    assertThat(job.at("/request/level").intValue()).isEqualTo(4);
    assertThat(job.at("/request").has("prompt")).isFalse();
    assertThat(job.at("/request/messages").toString())
        .isEqualTo(
            "[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"media_type\":\"image/png\","
                + "\"bytes\":3},{\"type\":\"text\",\"text\":\"red!\"}]}]");
  }

  @Test
  void filesAreEncodedInTheSizeThatIsAskedFor() {
    GenerationWork work = work(accepted(edit("\"size\":\"96x96\"", sent("cat"), sent("dog"))));

    assertThat(work.schedule()).isEqualTo(LEVEL_6);
    assertThat(work.pictures().getFirst().codes())
        .isEqualTo(TokenizerServer.codesOf("cat", LEVEL_6));
    assertThat(work.pictures().getLast().codes())
        .isEqualTo(TokenizerServer.codesOf("dog", LEVEL_6));
  }

  @Test
  void codesOfAnEarlierJobDecideTheSizeAndFilesFollow() {
    String drawn = drawnHere("96x96");
    int encoded = tokenizer.encodings();

    GenerationWork work = work(accepted(edit("", sent("cat"), drawn(drawn, 0))));

    assertThat(work.schedule()).isEqualTo(LEVEL_6);
    assertThat(work.pictures().getFirst().codes())
        .isEqualTo(TokenizerServer.codesOf("cat", LEVEL_6));
    assertThat(work.pictures().getLast().codes().get(5)).isEqualTo(Worker.codes(0, 6, 36));
    assertThat(tokenizer.encodings()).as("the file once, the codes never").isEqualTo(encoded + 1);
  }

  @Test
  void codesOfAnotherSizeAreRefusedByTheirPlace() {
    String small = drawnHere("64x64");
    String large = drawnHere("96x96");
    String place = "messages[0].content[1].job";

    Answer asked = user.post(ROUTE, edit("\"size\":\"96x96\"", text("?"), drawn(small, 0)));
    blames(asked, 400, "invalid-request", place);
    assertThat(asked.json().at("/errors/0/rule").stringValue())
        .isEqualTo(
            "must have drawn in the size of the picture that is asked for, which is 96x96 at level"
                + " 6, not 64x64 at level 4");
    Answer mixed = user.post(ROUTE, edit("", drawn(small, 0), drawn(large, 0)));
    blames(mixed, 400, "invalid-request", place);
  }

  @Test
  void whatDependsOnTheSizeIsCheckedOnceThePicturesTellIt() {
    Answer stop = user.post(ROUTE, edit("\"stop_after\":5", sent("cat")));
    blames(stop, 400, "invalid-request", "stop_after");
    assertThat(stop.json().at("/errors/0/rule").stringValue()).isEqualTo("must be 1..4");
    blames(
        user.post(ROUTE, edit("\"guidance\":[1,2,3]", sent("cat"))),
        400,
        "invalid-request",
        "guidance");
    // What does not is told before any picture is touched.
    int encoded = tokenizer.encodings();
    blames(user.post(ROUTE, edit("\"top_k\":9999", sent("cat"))), 400, "invalid-request", "top_k");
    assertThat(tokenizer.encodings()).isEqualTo(encoded);
  }

  @Test
  void anEstimateCountsWhatIsReadOfAPicture() {
    String body = edit("\"n\":2", sent("cat"), text("red!"));
    JsonNode estimate = user.post("/v1/estimates", body).json();
    GenerationWork work = work(accepted(body));
    assertThat(estimate.get("prompt_tokens").intValue())
        .isEqualTo(work.conditional().tokens())
        .isEqualTo(16 + 29);
    assertThat(estimate.get("image_tokens").intValue()).isEqualTo(2 * 30);
  }

  @Test
  void ofAModelThatReadsTheLastScalePicturesAreReadToIt() {
    tokenizer.replaceByBundleThatReadsTheLastScale();
    String drawn = drawnHere("64x64");
    String body = edit("", sent("cat"), drawn(drawn, 0));

    JsonNode estimate = user.post("/v1/estimates", body).json();
    GenerationWork work = work(accepted(body));

    assertThat(work.schedule()).isEqualTo(new ScaleSchedule(new Grid(64, 64), 4, true));
    assertThat(work.pictures()).extracting(GivenPicture::schedule).containsOnly(work.schedule());
    assertThat(estimate.get("prompt_tokens").intValue())
        .isEqualTo(work.conditional().tokens())
        .isEqualTo(work.conditionalIds().length + 2 * (29 + 16));
    assertThat(estimate.get("image_tokens").intValue()).isEqualTo(30);
  }

  @Test
  void textAloneMayComeAsMessages() {
    JsonNode job =
        accepted(
            "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                + "{\"role\":\"user\",\"content\":\"a house\"}]}");
    assertThat(job.at("/request/size").stringValue()).as("the usual").isEqualTo("96x96");
    assertThat(work(job).pictures()).isEmpty();
  }

  @Test
  void fivePicturesAreTwoExamplesAndOneToChangeAlikeAndSixAreTooMany() {
    String[] five = Collections.nCopies(5, sent("cat")).toArray(String[]::new);
    assertThat(work(accepted(edit("", five))).pictures()).hasSize(5);
    String[] six = Collections.nCopies(6, sent("cat")).toArray(String[]::new);
    Answer refused = user.post(ROUTE, edit("", six));
    blames(refused, 400, "invalid-request", "messages");
    assertThat(refused.json().at("/errors/0/rule").stringValue())
        .isEqualTo("must hold at most 5 pictures");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | prompt | is required",
        "{'prompt':'a','messages':[{'role':'user','content':'a'}]} | messages | must be left out where there is a prompt",
        "{'messages':[]} | messages | must be 1..256 messages",
        "{'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b'}]} | messages | must end with the user's",
        "{'messages':[{'role':'user','content':'a'}],'size':'7x7'} | size | must be one of 96x96, 96x144, 64x64, 64x96"
      })
  void aRequestThatBreaksARuleIsRefusedByName(String body, String field, String rule) {
    Answer answer = user.post(ROUTE, body.replace('\'', '"'));
    blames(answer, 400, "invalid-request", field);
    assertThat(answer.json().at("/errors/0/rule").stringValue()).startsWith(rule.split(",")[0]);
  }

  @Test
  void aRepeatIsTheSameJobThoughThePictureIsGone() {
    String drawn = drawnHere("96x96");
    String body = edit("", drawn(drawn, 0));
    String first = id(user.post(ROUTE, body, "Idempotency-Key", "k").json());
    assertThat(user.send("DELETE", "/v1/jobs/" + drawn, new byte[0]).status()).isEqualTo(204);

    assertThat(id(user.post(ROUTE, body, "Idempotency-Key", "k").json())).isEqualTo(first);
    assertThat(user.post(ROUTE, body).status()).isEqualTo(404);
  }

  @Test
  void anothersJobIsTheSame404AsNoJob() {
    Api other = user(newTenant());
    String foreign = other.draw("{\"prompt\": \"a\", \"size\": \"96x96\"}").get("id").stringValue();
    Worker.takes(queue, foreign).drawsAll();
    String unknown = JobId.random(JobId.parse(foreign).orElseThrow().queue()).value();

    String refused = user.post(ROUTE, edit("", text("?"), drawn(foreign, 0))).text();

    for (String id : List.of(foreign, unknown, "nonsense")) {
      Answer to = user.post(ROUTE, edit("", text("?"), drawn(id, 0)));
      assertThat(to.text()).isEqualTo(refused);
      blames(to, 404, "not-found", "messages[0].content[1].job");
    }
  }

  @Test
  void whatIsMadeOfAnEditFollowsTheSamePictures() {
    String draft = id(accepted(edit("\"stop_after\":2,\"seed\":7", sent("cat"), text("red!"))));
    Worker first = Worker.takes(queue, draft);
    List<GivenPicture> pictures = first.work().pictures();
    first.drawsDraft(1);

    JsonNode transcript = user.get("/v1/jobs/" + draft + "/transcript").json();
    assertThat(transcript.at("/pictures/0/boi").intValue()).isEqualTo(2);
    assertThat(transcript.at("/pictures/0/codes")).hasSize(4);
    assertThat(transcript.at("/unconditional_pictures").toString()).isEqualTo("[0]");

    String job = "/v1/jobs/" + draft;
    JsonNode variant = user.post(job + "/reroll", "{\"keep_scales\":2}").json();
    assertThat(variant.at("/request/messages/0/content/1/text").stringValue()).isEqualTo("red!");
    JsonNode replay = user.post("/v1/replays", "{\"job\":\"" + draft + "\"}").json();
    user.post(job + "/continue", "{}");
    for (int i = 0; i < 3; i++) {
      Worker worker = Worker.takes(queue, draft);
      assertThat(worker.work().conditional().pictures()).isEqualTo(pictures);
      assertThat(worker.work().unconditional().pictures()).hasSize(1);
    }
    assertThat(variant.get("id")).isNotEqualTo(replay.get("id"));
  }

  @Test
  void anEditIsALineOfABatchLikeAnyOther() {
    String good = edit("\"custom_id\":\"g\"", sent("cat"));
    String bad = edit("\"custom_id\":\"b\"", sent("broken"));
    Answer answer =
        user.send(
            "POST",
            "/v1/batches",
            (bad + "\n" + good).getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/jsonl");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().at("/rejected/0/problem/code").stringValue())
        .isEqualTo("invalid-picture");
    assertThat(answer.json().at("/lines/rejected").intValue()).isEqualTo(1);
  }

  private String drawnHere(String size) {
    String id =
        user.draw("{\"prompt\":\"a\",\"size\":\"%s\"}".formatted(size)).get("id").stringValue();
    Worker.takes(queue, id).drawsAll();
    return id;
  }

  private static void blames(Answer answer, int status, String code, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
    assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo(field);
  }

  private JsonNode accepted(String body) {
    Answer answer = user.post(ROUTE, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json();
  }

  private static String id(JsonNode job) {
    return job.get("id").stringValue();
  }

  private GenerationWork work(JsonNode job) {
    return Worker.takes(queue, id(job)).work();
  }

  private static String edit(String others, String... parts) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":["
        + String.join(",", parts)
        + "]}]"
        + (others.isEmpty() ? "" : "," + others)
        + "}";
  }

  private static String text(String text) {
    return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static String sent(String file) {
    String data = Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8));
    return "{\"type\":\"image\",\"media_type\":\"image/png\",\"data\":\"" + data + "\"}";
  }

  private static String drawn(String job, int index) {
    return "{\"type\":\"image\",\"job\":\"" + job + "\",\"index\":" + index + "}";
  }
}
