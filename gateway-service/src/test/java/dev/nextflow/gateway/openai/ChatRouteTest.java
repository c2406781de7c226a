package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatRouteTest extends OpenAiRouteTest {

  private static final String WHY = "'messages':[{'role':'user','content':'why?'}]";
  private static final Outcome DONE =
      new Outcome.Succeeded(
          "{\"ids\":[7,8,9],\"finish_reason\":\"length\","
              + "\"usage\":{\"prompt_tokens\":12,\"text_tokens\":3}}");

  @Test
  void theAnswerIsWhatTheModelWrote() {
    CompletableFuture<Answer> asked = asks(CHAT, "{" + WHY + ",'max_tokens':3,'seed':7}");
    Worker worker = writer();
    assertThat(worker.lease().work()).contains("\"maxTokens\":3", "\"seed\":7");
    worker.ends(DONE);

    Answer answer = asked.join();

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.get("id").stringValue()).isEqualTo(worker.lease().id().value());
    assertThat(json.get("object").stringValue()).isEqualTo("chat.completion");
    assertThat(json.get("model").stringValue()).isEqualTo("demo");
    assertThat(json.get("system_fingerprint").stringValue()).isEqualTo(tokenizer.digest());
    assertThat(json.at("/choices/0/message/role").stringValue()).isEqualTo("assistant");
    assertThat(json.at("/choices/0/message/content").stringValue()).isEqualTo("text of 7 8 9");
    assertThat(json.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
    assertThat(json.get("usage").toString())
        .isEqualTo("{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}");
  }

  @Test
  void aStreamTellsTheTextAsItIsWritten() {
    CompletableFuture<Answer> asked =
        asks(CHAT, "{" + WHY + ",'stream':true,'stream_options':{'include_usage':true}}");
    writer().writes(0, 7).writes(1, 8).ends(DONE);

    List<String> data = data(asked.join().text());

    assertThat(data.getLast()).isEqualTo("[DONE]");
    List<JsonNode> chunks =
        data.subList(0, data.size() - 1).stream()
            .map(one -> JsonMapper.shared().readTree(one))
            .toList();
    assertThat(chunks)
        .allSatisfy(chunk ->
            assertThat(chunk.get("object").stringValue()).isEqualTo("chat.completion.chunk"));
    assertThat(chunks.getFirst().at("/choices/0/delta").toString())
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
    assertThat(chunks.stream().map(chunk -> chunk.at("/choices/0/delta/content").asString("")))
        .containsExactly("", "text of 7", " 8", " 9", "", "");
    assertThat(chunks.get(4).at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
    assertThat(chunks.getLast().get("choices")).isEmpty();
    assertThat(chunks.getLast().at("/usage/total_tokens").intValue()).isEqualTo(15);
  }

  @Test
  void usageIsInAStreamOnlyWhereItIsAskedFor() {
    CompletableFuture<Answer> asked = asks(CHAT, "{" + WHY + ",'stream':true}");
    writer().ends(DONE);
    assertThat(asked.join().text()).doesNotContain("usage").contains("data: [DONE]");
  }

  @Test
  void everyTurnReachesTheModelAndTheJobShowsThem() {
    CompletableFuture<Answer> asked =
        asks(
            CHAT,
            "{'user':'u-1','messages':[{'role':'developer','content':'s'},"
                + "{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
                + "{'role':'assistant','content':'c','refusal':null,'tool_calls':[]},"
                + "{'role':'user','content':'d'}]}");
    writer().ends(DONE);

    JsonNode request = api.job(asked.join().header("X-Job-Id")).get("request");

    assertThat(request.has("prompt")).isFalse();
    assertThat(request.at("/labels/openai-user").stringValue()).isEqualTo("u-1");
    assertThat(request.get("messages").toString())
        .isEqualTo(
            "[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"a\\nb\"},"
                + "{\"role\":\"assistant\",\"content\":\"c\"},{\"role\":\"user\",\"content\":\"d\"}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                            | messages                 | is required
          {'messages':7}                                                | messages                 | must be a list of messages
          {'messages':[]}                                               | messages                 | must be 1..256 messages
          {'messages':[7]}                                              | messages[0]              | must be an object
          {'messages':[{'content':'a'}]}                                | messages[0].role         | is required
          {'messages':[{'role':'tool','content':'a'}]}                  | messages[0].role         | must be system, user or assistant
          {'messages':[{'role':'user'}]}                                | messages[0].content      | is required
          {'messages':[{'role':'user','content':' '}]}                  | messages[0].content      | must not be blank
          {'messages':[{'role':'user','content':'a','name':'b'}]}       | messages[0].name         | is not supported
          {'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b'}]} | messages | must end with the user's
          {'messages':[{'role':'user','content':[{'type':'input_audio'}]}]} | messages[0].content[0] | input_audio is not supported
          {'messages':[{'role':'user','content':[{'type':'image_url'}]}]} | messages[0].content[0].image_url | must be an object
          {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{}}]}]} | messages[0].content[0].image_url.url | is required
          {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'http://example.com/a.png'}}]}]} | messages[0].content[0] | url must begin with https://
          {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://169.254.169.254/latest'}}]}]} | messages[0].content[0] | url must name a public host
          {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'x'}}]}]} | messages[0].content[0] | url must be an absolute URL
          {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/gif;base64,aaaa'}}]}]} | messages[0].content[0].image_url.url | must be https, or a data: URL
          {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,*'}}]}]} | messages[0].content[0].image_url.url | must be https, or a data: URL
          {'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,aaaa','detail':'low'}}]}]} | messages[0].content[0].image_url.detail | must be auto
          {'messages':[{'role':'user','content':[{'type':'text'}]}]}    | messages[0].content[0].text | is required
          {%s,'tools':[{'type':'function'}]}                            | tools                    | is not supported
          {%s,'stop':7}                                                 | stop                     | must be a string, or a list of at most 4
          {%s,'stop':['a','b','c','d','e']}                             | stop                     | must be a string, or a list of at most 4
          {%s,'stop':''}                                                | stop                     | must be 1..128 characters
          {%s,'stop':['a','']}                                          | stop[1]                  | must be 1..128 characters
          {%s,'n':2}                                                    | n                        | must be 1, or left out
          {%s,'max_completion_tokens':4096}                             | max_completion_tokens    | must be 1..1024
          {%s,'max_tokens':9,'max_completion_tokens':9}                 | max_tokens               | must be left out
          {%s,'temperature':-1}                                         | temperature              | must be 0..10
          {%s,'logprobs':true}                                          | logprobs                 | must be false, or left out
          {%s,'response_format':{'type':'json_object'}}                 | response_format          | must be {type=text}
          {%s,'stream_options':{'include_usage':true}}                  | stream_options           | must be left out without stream
          {%s,'stream':true,'stream_options':{'verbose':true}}          | stream_options.verbose   | unknown field
          {%s,'colour':'red'}                                           | colour                   | unknown field
          """)
  void whatIsNotHonouredIsRefusedByItsName(String body, String param, String message) {
    Answer answer = refused(CHAT, body.replace("%s", WHY));
    tells(answer, 400, "invalid-request", param, param + ": " + message);
  }

  private static String shown(String base64) {
    return "{'messages':[{'role':'user','content':[{'type':'text','text':'why?'},"
        + "{'type':'image_url','image_url':{'detail':'auto','url':'data:image/png;base64,"
        + base64
        + "'}}]}]}";
  }

  @Test
  void aPictureInADataUrlIsReadInItsPlace() {
    CompletableFuture<Answer> asked = asks(CHAT, shown("Y2F0"));
    Worker writer = writer();
    UnderstandingWork work =
        JsonMapper.shared().readValue(writer.lease().work(), UnderstandingWork.class);
    writer.ends(DONE);

    assertThat(work.pictures().getFirst().codes()).isEqualTo(TokenizerServer.codesOf("cat"));
    assertThat(asked.join().status()).isEqualTo(200);
    assertThat(
            api.job(asked.join().header("X-Job-Id")).at("/request/messages/0/content").toString())
        .isEqualTo(
            "[{\"type\":\"text\",\"text\":\"why?\"},"
                + "{\"type\":\"image\",\"media_type\":\"image/png\",\"bytes\":3}]");
  }

  @Test
  void aPictureThatCantBeReadIsNamedByItsPlace() {
    String place = "messages[0].content[1]";
    String rule = place + ": must be whole and undamaged";
    tells(refused(CHAT, shown("YnJva2Vu")), 400, "invalid-picture", place, rule);
  }

  @Test
  void whatAsksForNothingElseThanIsDoneIsTaken() {
    CompletableFuture<Answer> asked =
        asks(
            CHAT,
            "{"
                + WHY
                + ",'n':1,'presence_penalty':0.0,'frequency_penalty':0,'logprobs':false,"
                + "'tools':[],'stop':[],'tool_choice':'auto','response_format':{'type':'text'},"
                + "'store':false,'metadata':{},'service_tier':'auto','user':'u'}");
    writer().ends(DONE);
    assertThat(asked.join().status()).as(asked.join().text()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          '.'             | ["."]
          ['\\n\\n','é']  | ["\\n\\n","é"]
          ['a','a']       | ["a"]
          """)
  void theWorkersLearnWhereATextHasToStop(String stop, String carried) {
    CompletableFuture<Answer> asked = asks(CHAT, "{" + WHY + ",'stop':" + stop + "}");
    Worker writer = writer();
    JsonNode work = JsonMapper.shared().readTree(writer.lease().work());
    writer.ends(DONE);

    assertThat(work.get("stop").toString()).isEqualTo(carried);
    assertThat(api.job(asked.join().header("X-Job-Id")).at("/request/stop").toString())
        .isEqualTo(carried);
  }

  @Test
  void anUnknownModelIsNotFound() {
    tells(refused(CHAT, "{" + WHY + ",'model':'gpt-9'}"), 404, "not-found", "model", "unknown");
  }

  private static List<String> data(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }
}
