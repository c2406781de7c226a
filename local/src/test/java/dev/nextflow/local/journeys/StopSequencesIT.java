package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.journeys.Api.Answer;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that end an answer, from the public door to the worker, on all roads to an answer. */
class StopSequencesIT {

  /** Letters of mostly several tokens, and not at the beginning of a text. */
  private static final Pattern STOP = Pattern.compile("(?<=.{20})[A-Za-z0-9 ]{4}", Pattern.DOTALL);

  private static LocalPlatform platform;
  private static Api api;
  private static String ask;
  private static JsonObject whole;
  private static String stop;
  private static String expected;

  /** Finds a text of the senseless model that has something to stop at. */
  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    platform = LocalPlatform.start(new LocalFolder(home), TestBundles.tiny(), 0);
    api = new Api(platform.address());
    for (int seed = 1; stop == null; seed++) {
      assertThat(seed).as("some text has four letters in a row").isLessThan(50);
      ask = "\"max_tokens\":300,\"temperature\":0.8,\"seed\":" + seed;
      whole = understood("");
      Matcher found = STOP.matcher(whole.text("answer"));
      if (found.find()) {
        stop = found.group();
        expected = whole.text("answer").substring(0, whole.text("answer").indexOf(stop));
      }
    }
  }

  @AfterAll
  static void stop() {
    api.close();
    platform.close();
  }

  @Test
  void anAnswerEndsBeforeTheFirstStopSequence() throws Exception {
    for (String one : List.of("\"" + stop + "\"", "[\"never said\",\"" + stop + "\"]")) {
      JsonObject job = understood(",\"stop\":" + one);
      assertThat(job.text("answer")).isEqualTo(expected);
      assertThat(job.object("usage").number("tokens"))
          .as("written and paid for up to the stop sequence")
          .isLessThan(whole.object("usage").number("tokens"));
      assertThat(job.object("request").fields().get("stop").toString()).contains(stop);
    }
  }

  @Test
  void aChatSaysThatItStopped() throws Exception {
    JsonObject answer = chat(",\"stop\":\"" + stop + "\"").json();
    JsonObject choice = answer.objects("choices").getFirst();
    assertThat(choice.object("message").text("content")).isEqualTo(expected);
    assertThat(choice.text("finish_reason")).isEqualTo("stop");
    assertThat(answer.object("usage").number("completion_tokens"))
        .isLessThan(whole.object("usage").number("tokens"));
  }

  @Test
  void aStreamShowsNoPartOfAStopSequence() throws Exception {
    Answer answer = chat(",\"stream\":true,\"stop\":[\"" + stop + "\"]");
    List<JsonObject> choices = new ArrayList<>();
    new String(answer.body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("data:") && !line.contains("[DONE]"))
        .map(line -> JsonObject.parse(line.substring("data:".length())))
        .forEach(chunk -> choices.addAll(chunk.objects("choices")));
    StringBuilder text = new StringBuilder();
    for (JsonObject choice : choices) {
      text.append(choice.object("delta").text("content"));
      assertThat(expected).startsWith(text);
    }
    assertThat(text.toString()).isEqualTo(expected);
    assertThat(choices.getLast().text("finish_reason")).isEqualTo("stop");
  }

  @Test
  void aTextThatNeverComesChangesNothing() throws Exception {
    JsonObject job = understood(",\"stop\":[\"never said\"]");
    assertThat(job.text("answer")).isEqualTo(whole.text("answer"));
    assertThat(job.object("usage")).isEqualTo(whole.object("usage"));
  }

  /** What is held back while it might become a stop sequence is told in the end. */
  @Test
  void followersAreToldTheWholeText() throws Exception {
    String never = stop.substring(0, 3) + "\\u2603";
    JsonObject job = submitted(",\"stop\":[\"" + never + "\"]");
    List<Object> told = new ArrayList<>();
    for (JobEvent event : api.events(job)) {
      if (event.type().equals("text")) {
        told.addAll((List<?>) event.data().fields().get("ids"));
      }
    }
    Answer transcript = api.get(job.object("links").text("transcript"));
    List<?> written = (List<?>) transcript.json().fields().get("answer_ids");
    assertThat(told).isEqualTo(written.subList(0, told.size()));
    assertThat(written.size() - told.size()).as("but the token of the end").isLessThan(2);
  }

  private static Answer chat(String more) throws Exception {
    Answer answer = api.post("/v1/chat/completions", "{" + ask + MESSAGES + more + "}");
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  private static JsonObject understood(String more) throws Exception {
    return api.succeeded(submitted(more));
  }

  private static JsonObject submitted(String more) throws Exception {
    return Api.accepted(api.post("/v1/understandings", "{" + ask + MESSAGES + more + "}"));
  }

  private static final String MESSAGES =
      ",\"messages\":[{\"role\":\"user\",\"content\":\"what is a circle?\"}]";
}
