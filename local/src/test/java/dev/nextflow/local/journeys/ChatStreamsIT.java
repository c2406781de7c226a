package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.journeys.Api.Answer;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many answers that are read as they are written, some of them about pictures. */
class ChatStreamsIT {

  private static final int STREAMS = 32;

  /**
   * How long the gateway waits for text: on a busy machine this is not about who gives up first.
   */
  private static final String PATIENCE = "nextflow.gateway.tokenizer-timeout";

  private static LocalPlatform platform;
  private static Api api;
  private static String picture;

  /** What one stream said, and whose answer it was. */
  private record Said(String text, String job) {}

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    System.setProperty(PATIENCE, "120s");
    platform = LocalPlatform.start(new LocalFolder(home), TestBundles.tiny(), 0);
    api = new Api(platform.address());
    JsonObject drawn = api.draw("{\"prompt\":\"a red house\",\"size\":\"128x128\",\"seed\":7}");
    picture = Base64.getEncoder().encodeToString(api.picture(drawn, "").body());
  }

  @AfterAll
  static void stop() {
    api.close();
    platform.close();
    System.clearProperty(PATIENCE);
  }

  @Test
  void thirtyTwoStreamsAtOnceSayWhatEachSaysAlone() throws Exception {
    List<Said> alone = new ArrayList<>();
    for (int number = 0; number < STREAMS; number++) {
      alone.add(stream(number));
    }
    List<Said> together = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(STREAMS)) {
      List<Callable<Said>> calls =
          IntStream.range(0, STREAMS).<Callable<Said>>mapToObj(i -> () -> stream(i)).toList();
      for (Future<Said> said : callers.invokeAll(calls)) {
        together.add(said.get());
      }
    }
    assertThat(together).extracting(Said::text).isEqualTo(texts(alone));
    assertThat(new HashSet<>(texts(alone))).as("each another text").hasSizeGreaterThan(STREAMS / 2);
    assertThat(mostAtOnce(together)).as("jobs that ran beside each other").isGreaterThan(1);
    assertThat(mostAtOnce(alone)).isEqualTo(1);
  }

  private static List<String> texts(List<Said> said) {
    return said.stream().map(Said::text).toList();
  }

  private static Said stream(int number) throws Exception {
    String image =
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}},"
            .formatted(picture);
    String body =
        """
        {"stream":true,"max_tokens":48,"temperature":0.8,"seed":%d,"messages":[{"role":"user",
         "content":[%s{"type":"text","text":"question %d"}]}]}
        """
            .formatted(number, number % 4 == 0 ? image : "", number);
    Answer answer = api.post("/v1/chat/completions", body);
    String events = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.status()).as(events).isEqualTo(200);
    StringBuilder text = new StringBuilder();
    events
        .lines()
        .filter(line -> line.startsWith("data:") && !line.contains("[DONE]"))
        .map(line -> JsonObject.parse(line.substring("data:".length())))
        .forEach(chunk ->
            chunk
                .objects("choices")
                .forEach(choice -> text.append(choice.object("delta").text("content"))));
    assertThat(events).as("a stream to its end").contains("[DONE]");
    return new Said(text.toString(), answer.header("X-Job-Id"));
  }

  /** How many of the jobs ran at the start of one of them, at most. */
  private static long mostAtOnce(List<Said> said) throws Exception {
    List<JsonObject> jobs = new ArrayList<>();
    for (Said one : said) {
      jobs.add(api.get("/v1/jobs/" + one.job()).json());
    }
    return jobs.stream()
        .mapToLong(
            job -> jobs.stream().filter(other -> ranAt(other, time(job, "started_at"))).count())
        .max()
        .orElseThrow();
  }

  private static boolean ranAt(JsonObject job, Instant time) {
    return !time(job, "started_at").isAfter(time) && time(job, "finished_at").isAfter(time);
  }

  private static Instant time(JsonObject job, String field) {
    return Instant.parse(job.text(field));
  }
}
