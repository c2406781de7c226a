package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.Candidates;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleCodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Candidates and the questions about them: what is ordered, priced, refused and shown. */
class AcceptanceTest extends GatewayTest {

  /** Of four scales: 1, 5, 14 and 30 codes. */
  private static final String BODY =
      """
      {"prompt": "a", "size": "64x64", "seed": 7, "acceptance":
        {"candidates": 3, "questions": [{"question": "q?", "answer": "yes"}, {"question": "r", "answer": "n"}]%s}%s}
      """;

  private static final String TOLD =
      "{\"usage\":{},\"acceptance\":{\"chosen\":2,\"after_scale\":3,\"candidates\":["
          + "{\"seed\":7,\"score\":-3.0,\"answers\":[{\"log_probability\":-4.0,\"likeliest\":false},"
          + "{\"log_probability\":-2.0,\"likeliest\":false}]},"
          + "{\"seed\":8,\"score\":-2.0,\"answers\":[{\"log_probability\":-2.0,\"likeliest\":false},"
          + "{\"log_probability\":-2.0,\"likeliest\":false}]},"
          + "{\"seed\":9,\"score\":-1.0,\"answers\":[{\"log_probability\":-2.0,\"likeliest\":false},"
          + "{\"log_probability\":0.0,\"likeliest\":true}]}]}}";

  @Test
  void questionsAreOrderedInTokensWithThePictureInThem() {
    JsonNode job = api.draw(body("", ""));
    GenerationWork work = Worker.takes(queue, id(job)).work();

    Acceptance acceptance = work.acceptance();
    assertThat(acceptance.candidates()).isEqualTo(3);
    assertThat(acceptance.afterScale()).as("the last but one").isEqualTo(3);
    ExpectedAnswer first = acceptance.questions().getFirst();
    assertThat(first.ids())
        .containsExactly('u', ':', '\u25a1' % 1024, '.', 'q', '?', 0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(first.boi()).isEqualTo(2);
    assertThat(first.answer()).containsExactly('y', 'e', 's');
    assertThat(acceptance.questions().get(1).answer()).containsExactly('n');
    assertThat(work.conditionalIds()).containsExactly('a', 0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(job.at("/request/acceptance").toString())
        .isEqualTo(
            "{\"candidates\":3,\"after_scale\":3,\"questions\":[{\"question\":\"q?\",\"answer\":\"yes\"},"
                + "{\"question\":\"r\",\"answer\":\"n\"}]}");
    assertThat(job.get("acceptance").isNull()).isTrue();
  }

  @Test
  void ofAModelThatReadsTheLastScaleWholePicturesAreChosen() {
    tokenizer.replaceByBundleThatReadsTheLastScale();

    JsonNode job = api.draw(body("", ""));
    assertThat(Worker.takes(queue, id(job)).work().acceptance().afterScale()).isEqualTo(4);
    assertThat(job.at("/progress/tokens_total").intValue()).isEqualTo(3 * 30);
    // Of each candidate 3 ids, 30 - 1 codes and 16 again; then its questions with their answers.
    assertThat(api.post("/v1/estimates", body("", "")).json().get("prompt_tokens").intValue())
        .isEqualTo(9 + 3 * (3 + 45 + 14 + 11));
    Answer late = api.post("/v1/generations", body(", \"after_scale\": 5", ""));
    assertThat(late.text()).contains("acceptance.after_scale", "must be 1..4");
  }

  @Test
  void nothingIsChosenUnlessItIsAskedFor() {
    JsonNode job = api.draw("{\"prompt\":\"a\",\"acceptance\":null}");
    assertThat(Worker.takes(queue, id(job)).work().acceptance()).isNull();
    assertThat(job.at("/request").has("acceptance")).isFalse();
  }

  @Test
  void allCandidatesAreInThePriceAndInTheEstimate() {
    JsonNode job = api.draw(body(", \"after_scale\": 2", ""));
    assertThat(job.at("/progress/tokens_total").intValue()).isEqualTo(3 * 5 + 25);

    JsonNode estimate = api.post("/v1/estimates", body(", \"after_scale\": 2", "")).json();
    assertThat(estimate.get("image_tokens").intValue()).isEqualTo(40);
    assertThat(estimate.get("scales").get(1).toString())
        .isEqualTo("{\"scale\":2,\"grid\":\"2x2\",\"tokens\":12,\"tokens_so_far\":15}");
    assertThat(estimate.get("scales").get(2).toString())
        .isEqualTo("{\"scale\":3,\"grid\":\"3x3\",\"tokens\":9,\"tokens_so_far\":24}");
    // Of each candidate 3 ids and 14 - 1 codes, then 11 ids with 3 of an answer, and 10 with 1.
    assertThat(estimate.get("prompt_tokens").intValue()).isEqualTo(9 + 3 * (16 + 14 + 11));
  }

  @Test
  void aBudgetStopsBehindTheChoice() {
    JsonNode job = api.draw(body(", \"after_scale\": 2", ", \"budget_tokens\": 39"));
    assertThat(job.at("/progress/tokens_total").intValue()).isEqualTo(24);
    assertThat(Worker.takes(queue, id(job)).work().lastScale()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "acceptance": 4                                         | acceptance | must be an object
          "acceptance": {}                                        | acceptance.questions | is required
          "acceptance": {"questions": []}                         | acceptance.questions | must be a list of 1..8
          "acceptance": {"questions": {}}                         | acceptance.questions | must be a list of 1..8
          "acceptance": {"questions": [7]}                        | acceptance.questions[0] | must be an object
          "acceptance": {"questions": [{"question": "q"}]}        | acceptance.questions[0].answer | is required
          "acceptance": {"questions": [{"question": " ", "answer": "a"}]} | acceptance.questions[0].question | must not be blank
          "acceptance": {"questions": [{"question": "q", "answer": 1}]} | acceptance.questions[0].answer | must be a string
          "acceptance": {"questions": [{"question": "q", "answer": "a", "weight": 2}]} | acceptance.questions[0].weight | unknown field
          "acceptance": {"questions": [Q], "keep": 1}             | acceptance.keep | unknown field
          "acceptance": {"questions": [Q], "candidates": 1}       | acceptance.candidates | must be 2..8
          "acceptance": {"questions": [Q], "candidates": 9}       | acceptance.candidates | must be 2..8
          "acceptance": {"questions": [Q], "candidates": 2.5}     | acceptance.candidates | must be a whole number
          "acceptance": {"questions": [Q], "after_scale": 0}      | acceptance.after_scale | must be 1..3
          "acceptance": {"questions": [Q], "after_scale": 4}      | acceptance.after_scale | must be 1..3
          "acceptance": {"questions": [Q,Q,Q,Q,Q,Q,Q,Q,Q]}        | acceptance.questions | must be a list of 1..8
          "acceptance": {"questions": [Q]}, "n": 2                | n | must be 1 where there is an acceptance
          "acceptance": {"questions": [Q]}, "stop_after": 2       | stop_after | must be 3..4
          "acceptance": {"questions": [Q]}, "budget_tokens": 55   | budget_tokens | must be at least 56, the price of the candidates
          "acceptance": {"questions": [{"question": "0123456789012345678901234567890", "answer": "a"}]} | acceptance.questions[0].question | must be at most 32 tokens
          "acceptance": {"questions": [Q, {"question": "q", "answer": "LONG"}]} | acceptance.questions[1].answer | must be at most 64 tokens, and is 65
          "acceptance": {"questions": [{"question": "q", "answer": "a\\u0001"}]} | acceptance.questions[0].answer | must not contain control characters or unpaired surrogates
          """)
  void whatCannotBeChosenByIsRefusedByItsName(String fields, String field, String rule) {
    String body =
        "{\"prompt\": \"a\", \"size\": \"64x64\", "
            + fields
                .replace("Q", "{\"question\": \"q\", \"answer\": \"a\"}")
                .replace("LONG", "x".repeat(65))
            + "}";
    for (String route : List.of("/v1/generations", "/v1/estimates")) {
      Answer answer = api.post(route, body);
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.json().get("errors").toString())
          .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
    }
  }

  @ParameterizedTest
  @CsvSource({"/v1/understandings", "/v1/compositions"})
  void onlyPicturesAreChosen(String route) {
    Answer answer = api.post(route, body("", "").replace(", \"size\": \"64x64\"", ""));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("{\"field\":\"acceptance\",\"rule\":\"unknown field\"}");
  }

  @Test
  void theScoresAreShownInTheWordsOfTheRequest() {
    String id = id(api.draw(body("", "")));
    chooses(id, 2).draws(4, 4).ends(new Outcome.Succeeded(TOLD));

    JsonNode job = api.job(id);
    JsonNode acceptance = job.get("acceptance");
    assertThat(acceptance.get("chosen").intValue()).isEqualTo(2);
    assertThat(acceptance.get("after_scale").intValue()).isEqualTo(3);
    assertThat(acceptance.get("candidates")).hasSize(3);
    JsonNode best = acceptance.get("candidates").get(2);
    assertThat(best.get("seed").longValue()).isEqualTo(9);
    assertThat(best.get("score").doubleValue()).isEqualTo(-1);
    assertThat(best.get("answers").get(1).toString())
        .isEqualTo(
            "{\"question\":\"r\",\"expected\":\"n\",\"probability\":1.0,\"log_probability\":0.0,"
                + "\"likeliest\":true}");
    assertThat(best.get("answers").get(0).get("probability").doubleValue())
        .isCloseTo(0.1353, within(1e-4));
    assertThat(job.at("/images/0/scale").intValue()).isEqualTo(4);
    assertThat(job.at("/usage/tokens").intValue()).isEqualTo(3 * 14 + 16);
  }

  @Test
  void whatIsMadeOfTheChosenPictureIsMadeWithItsSeedAndWithoutTheOthers() {
    String id = id(api.draw(body("", "")));
    chooses(id, 2).draws(4, 4).ends(new Outcome.Succeeded(TOLD));

    JsonNode transcript = api.get("/v1/jobs/" + id + "/transcript").json();
    assertThat(transcript.get("seed").longValue()).isEqualTo(9);
    JsonNode replay = api.post("/v1/replays", "{\"job\":\"" + id + "\"}").json();
    assertThat(replay.at("/request/seed").longValue()).isEqualTo(9);
    assertThat(replay.at("/request").has("acceptance")).isFalse();
    assertThat(replay.at("/progress/tokens_total").intValue()).isEqualTo(30);
    GenerationWork again = Worker.takes(queue, id).work();
    assertThat(again.seed()).isEqualTo(9);
    assertThat(again.acceptance()).isNull();
    assertThat(again.expected().getFirst()).hasSize(4);

    Answer reroll = api.post("/v1/jobs/" + id + "/reroll", "{\"keep_scales\":2,\"n\":2}");
    assertThat(reroll.status()).as(reroll.text()).isEqualTo(202);
    assertThat(Worker.takes(queue, id).work().acceptance()).isNull();
  }

  @Test
  void aChosenDraftIsContinuedAsItsJobWasAsked() {
    String id = id(api.draw(body("", ", \"stop_after\": 3")));
    chooses(id, 1).ends(new Outcome.Rested(JobState.DRAFT_READY, TOLD));
    assertThat(api.job(id).at("/images/0/url").stringValue()).endsWith("?scale=3");

    Answer answer = api.post("/v1/jobs/" + id + "/continue", "");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().at("/progress/tokens_total").intValue()).isEqualTo(3 * 14 + 16);
    Worker worker = Worker.takes(queue, id);
    assertThat(worker.work().acceptance().candidates()).isEqualTo(3);
    assertThat(Candidates.chosen(worker.lease().checkpoint())).contains(1);
  }

  @Test
  void candidatesFollowAThoughtAndWhatIsTakenOfIt() {
    String body = body("", ", \"thinking\": \"on\", \"approval\": \"required\"");
    String id = id(api.draw(body));
    Worker.takes(queue, id)
        .thinks(5, 6, TokenizerServer.BOI)
        .ends(
            new Outcome.Rested(
                JobState.AWAITING_APPROVAL,
                "{\"usage\":{\"text_tokens\":3},\"thinking\":{\"ids\":[5,6],\"followed\":true}}"));
    Answer answer = api.post("/v1/jobs/" + id + "/approve", "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().at("/progress/tokens_total").intValue()).isEqualTo(3 + 3 * 14 + 16);
    assertThat(answer.json().at("/request/acceptance/candidates").intValue()).isEqualTo(3);
    assertThat(answer.json().at("/request/seed").intValue()).isEqualTo(7);
    assertThat(Worker.takes(queue, id).work().acceptance().candidates()).isEqualTo(3);
  }

  @Test
  void candidatesFollowPicturesAndTakeTheirSize() {
    String message =
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"data\":\"Y2F0\",\"media_type\":\"image/png\"},"
            + "{\"type\":\"text\",\"text\":\"?\"}]}]";
    Answer answer =
        api.post(
            "/v1/generations",
            "{\"messages\":"
                + message
                + ",\"acceptance\":{\"questions\":[{\"question\":\"q\",\"answer\":\"a\"}]}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    GenerationWork work = Worker.takes(queue, id(answer.json())).work();
    assertThat(work.pictures()).hasSize(1);
    assertThat(work.acceptance().candidates()).isEqualTo(4);
    assertThat(work.acceptance().afterScale()).isEqualTo(3);
  }

  /** Draws all candidates to the third scale, as a worker stores it, and chooses one. */
  private Worker chooses(String id, int chosen) {
    Worker worker = Worker.takes(queue, id);
    GenerationWork work = worker.work();
    List<ScaleCodes> codes =
        IntStream.rangeClosed(1, 3)
            .mapToObj(scale -> Worker.codes(0, scale, work.schedule().grid(scale).size()))
            .toList();
    Map<String, String> fields = new HashMap<>(Candidates.choice(work.acceptance(), chosen, codes));
    queue.report(worker.lease(), new Progress(fields, "scale", "{}", 3 * 14)).block();
    return worker;
  }

  private static String body(String ofAcceptance, String ofRequest) {
    return BODY.formatted(ofAcceptance, ofRequest);
  }

  private static String id(JsonNode job) {
    return job.get("id").stringValue();
  }
}
