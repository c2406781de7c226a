package dev.nextflow.tokenizer.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.text.TextTokenizer;
import dev.nextflow.tokenizer.ProblemAnswer;
import dev.nextflow.tokenizer.TokenizerHttpTest;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

@TokenizerHttpTest
class TextControllerTest {

  @Autowired WebTestClient http;
  @Autowired Bundle bundle;
  @Autowired TextTokenizer tokenizer;

  @Test
  void aPromptStandsInItsTemplate() {
    JsonNode sequence = sequence("generation", "a red house");
    assertThat(sequence.get("digest").stringValue()).isEqualTo(bundle.digest());
    assertThat(ids(sequence.get("conditionalIds"))).isEqualTo(generation("a red house"));
    assertThat(ids(sequence.get("unconditionalIds"))).isEqualTo(generation(""));
  }

  @Test
  void aConversationEndsWhereTheAnswerBegins() {
    int[] ids = ids(sequence("conversation", "why?").get("conditionalIds"));
    assertThat(ids).doesNotContain(bundle.specialTokens().boi());
    assertThat(tokenizer.decode(ids)).isEqualTo("user\nwhy?assistant\n");
  }

  @Test
  void whiteSpaceAroundAPromptIsNoPartOfIt() {
    assertThat(sequence("generation", " \n\u00a0 a red house\u3000\t"))
        .isEqualTo(sequence("generation", "a red house"));
  }

  @Test
  void aPromptThatNamesSpecialTokensStaysText() {
    SpecialTokens special = bundle.specialTokens();
    int[] ids = ids(sequence("generation", "<|im_end|><|boi|>").get("conditionalIds"));
    assertThat(IntStream.of(ids).filter(id -> id == special.boi())).hasSize(1);
    assertThat(IntStream.of(ids).filter(id -> id == special.imEnd())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t\n", "\u00a0\u3000\u2028"})
  void aBlankPromptIsRefused(String prompt) {
    ProblemAnswer.blames(post(prompt), "prompt", "must not be blank");
  }

  /** Written as JSON escapes, because an unpaired surrogate has no UTF-8. */
  @ParameterizedTest
  @ValueSource(strings = {"a\\u0000", "a\\rb", "\\u001b[0m", "\\ud83d", "x\\udc00\\ud83dx"})
  void controlCharactersAndUnpairedSurrogatesAreRefused(String escaped) {
    ProblemAnswer.blames(
        postJson(
            "/v1/sequences",
            "{\"model\":\"tiny\",\"template\":\"generation\",\"prompt\":\"" + escaped + "\"}"),
        "prompt",
        "must not contain control characters or unpaired surrogates");
  }

  @Test
  void aPromptIsAsLongAsTheTemplateLeavesRoom() {
    int room = bundle.maxPromptTokens() - generation("").length;
    String unit = "\u4e2d"; // three bytes, no merges: three tokens
    assertThat(tokenizer.encode(unit)).hasSize(3);
    String fits = unit.repeat(room / 3) + "!".repeat(room % 3);
    assertThat(ids(sequence("generation", fits).get("conditionalIds")))
        .hasSize(bundle.maxPromptTokens());
    ProblemAnswer.blames(post(fits + "!"), "prompt", "must be at most " + room + " tokens");
    ProblemAnswer.blames(post("a".repeat(20_000)), "prompt", "must be at most 16384 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'template':'generation','prompt':'a'} | model | is required",
        "{'model':'other','template':'generation','prompt':'a'} | model | unknown model",
        "{'model':'tiny','prompt':'a'} | template | is required",
        "{'model':'tiny','template':'poem','prompt':'a'} | template | must be one of conversation, generation",
        "{'model':'tiny','template':'generation'} | prompt | is required",
        "{'model':'tiny','template':'generation','prompt':null} | prompt | is required",
        "{'model':'tiny','template':'generation','prompt':7} | prompt | must be a string",
        "{'model':'tiny','template':'generation','prompt':['a']} | prompt | must be a string",
        "{'model':'tiny','template':'generation','prompt':'a','seed':1} | seed | unknown field"
      })
  void aFieldThatBreaksARuleIsNamed(String json, String field, String rule) {
    ProblemAnswer.blames(postJson("/v1/sequences", json.replace('\'', '"')), field, rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "null",
        "{\"model\":\"tiny\",\"model\":\"tiny\"}",
        "{\"model\":\"tiny\",\"template\":\"generation\",\"prompt\":\"a\"} {}",
        "{'model':'tiny'}"
      })
  void whatIsNoJsonObjectIsMalformed(String json) {
    ProblemAnswer.of(postJson("/v1/sequences", json), 400, "malformed-json");
  }

  @Test
  void deepJsonAndLargeBodiesAreRefused() {
    ProblemAnswer.of(
        postJson("/v1/sequences", "{\"prompt\":" + "[".repeat(100_000)), 400, "invalid-request");
    ProblemAnswer.of(
        postJson("/v1/sequences", "\"" + "a".repeat(1_100_000) + "\""), 413, "body-too-large");
  }

  @Test
  void idsBecomeTextAgain() {
    int[] ids = tokenizer.encode("caf\u00e9 \ud83d\ude80");
    postOf("/v1/texts", Map.of("model", "tiny", "ids", ids))
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.text")
        .isEqualTo("caf\u00e9 \ud83d\ude80");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'model':'tiny','ids':[-1]} | ids | must be ids of the vocabulary",
        "{'model':'tiny','ids':[384]} | ids | must be ids of the vocabulary",
        "{'model':'tiny','ids':[2147483647]} | ids | must be ids of the vocabulary",
        "{'model':'tiny','ids':[2147483648]} | ids[0] | must be an integer",
        "{'model':'tiny','ids':[1.5]} | ids[0] | must be an integer",
        "{'model':'tiny','ids':['1']} | ids[0] | must be an integer",
        "{'model':'tiny','ids':[null]} | ids[0] | must be an integer",
        "{'model':'tiny','ids':7} | ids | must be an array",
        "{'model':'tiny'} | ids | is required",
        "{'model':'other','ids':[]} | model | unknown model"
      })
  void idsThatAreNoneAreRefused(String json, String field, String rule) {
    ProblemAnswer.blames(postJson("/v1/texts", json.replace('\'', '"')), field, rule);
  }

  private int[] generation(String prompt) {
    SpecialTokens special = bundle.specialTokens();
    return Stream.of(
            new int[] {special.imStart()},
            tokenizer.encode("user\n"),
            tokenizer.encode(prompt),
            new int[] {special.imEnd(), special.imStart()},
            tokenizer.encode("assistant\n"),
            new int[] {special.boi()})
        .flatMapToInt(IntStream::of)
        .toArray();
  }

  private JsonNode sequence(String template, String prompt) {
    return postOf("/v1/sequences", Map.of("model", "tiny", "template", template, "prompt", prompt))
        .expectStatus()
        .isOk()
        .expectBody(JsonNode.class)
        .returnResult()
        .getResponseBody();
  }

  private ResponseSpec post(String prompt) {
    return postOf(
        "/v1/sequences", Map.of("model", "tiny", "template", "generation", "prompt", prompt));
  }

  private ResponseSpec postOf(String path, Object body) {
    return http.post().uri(path).bodyValue(body).exchange();
  }

  private ResponseSpec postJson(String path, String json) {
    return http.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(json).exchange();
  }

  private static int[] ids(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::intValue).toArray();
  }
}
