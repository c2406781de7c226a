package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.client.PlatformClient;
import dev.nextflow.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The public API as a caller sees it: statuses, headers and bodies, nothing hidden. */
final class Api implements AutoCloseable {

  /** Far above what anything takes: a machine may be busy with other things. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  Api(URI address) {
    this.address = address;
  }

  /** One answer, whatever its status. */
  record Answer(int status, HttpHeaders headers, byte[] body) {

    JsonObject json() {
      return JsonObject.parse(new String(body, StandardCharsets.UTF_8));
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve(path)).build());
  }

  Answer generate(String body, String... headers) throws IOException, InterruptedException {
    return post("/v1/generations", body, headers);
  }

  Answer post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder post =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      post.headers(headers);
    }
    return send(post.timeout(LIMIT).build());
  }

  /** Submits and demands 202. */
  JsonObject submit(String body) throws IOException, InterruptedException {
    return accepted(generate(body));
  }

  /** The job of an answer that must be a 202. */
  static JsonObject accepted(Answer answer) {
    assertThat(answer.status())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(202);
    return answer.json();
  }

  /** Submits, waits for the end and demands success. */
  JsonObject draw(String body) throws Exception {
    JsonObject job = submit(body);
    follow(job, event -> {});
    return succeeded(job);
  }

  /** All events of a job, to the last. */
  List<JobEvent> events(JsonObject job) throws Exception {
    List<JobEvent> events = new ArrayList<>();
    follow(job, events::add);
    return events;
  }

  /** Gives each event to the listener as it arrives; returns after the last. */
  void follow(JsonObject job, Consumer<JobEvent> listener) throws Exception {
    try (PlatformClient client = new PlatformClient(address)) {
      client.follow(job.object("links").text("events"), listener);
    }
  }

  /** The job's view, once it succeeded; fails at once if it ends otherwise. */
  JsonObject succeeded(JsonObject job) {
    JsonObject ended =
        Eventually.get("end of " + job.text("id"), LIMIT, () -> view(job).filter(Api::hasEnded));
    assertThat(ended.text("state")).as(ended.toString()).isEqualTo("succeeded");
    return ended;
  }

  /** The job's view, once it rests with drafts; fails at once if it ends instead. */
  JsonObject rested(JsonObject job) {
    return rested(job, "draft_ready");
  }

  /** The job's view, once it rests with its plan; fails at once if it ends instead. */
  JsonObject planned(JsonObject job) {
    return rested(job, "awaiting_approval");
  }

  private JsonObject rested(JsonObject job, String state) {
    JsonObject rests =
        Eventually.get(
            "rest of " + job.text("id"),
            LIMIT,
            () -> view(job).filter(v -> v.text("state").equals(state) || hasEnded(v)));
    assertThat(rests.text("state")).as(rests.toString()).isEqualTo(state);
    return rests;
  }

  /** The pictures of a job's transcript: their codes, and the hashes of these. */
  List<JsonObject> tokens(JsonObject job) throws IOException, InterruptedException {
    Answer transcript = get("/v1/jobs/" + job.text("id") + "/transcript");
    assertThat(transcript.status()).isEqualTo(200);
    return transcript.json().objects("images");
  }

  /** A picture of a job, or a draft of it ({@code query} such as {@code ?scale=2}). */
  Answer picture(JsonObject job, String query) throws IOException, InterruptedException {
    return get("/v1/jobs/" + job.text("id") + "/images/0" + query);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Optional<JsonObject> view(JsonObject job) {
    try {
      Answer answer = get(job.object("links").text("self"));
      return answer.status() == 200 ? Optional.of(answer.json()) : Optional.empty();
    } catch (IOException away) {
      return Optional.empty();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static boolean hasEnded(JsonObject job) {
    return !job.text("finished_at").isEmpty();
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.headers(), answer.body());
  }
}
