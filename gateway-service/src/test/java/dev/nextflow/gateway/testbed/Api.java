package dev.nextflow.gateway.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A caller that knows nothing of the gateway but HTTP. Headers are pairs of name and value.
 * Blocking.
 */
public final class Api implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final URI address;
  private final @Nullable String key;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A caller without credentials. */
  public Api(int port) {
    this(port, null);
  }

  /** A caller that sends this key or token with every request. */
  public Api(int port, @Nullable String key) {
    this.address = URI.create("http://127.0.0.1:" + port);
    this.key = key;
  }

  /** An answer. */
  public record Answer(int status, java.net.http.HttpHeaders headers, byte[] body) {

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    /** A header's first value; empty where it is absent. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, new byte[0], headers);
  }

  public Answer post(String path, String json, String... headers) {
    return sendJson("POST", path, json, headers);
  }

  /** Sends a JSON body by any method. */
  public Answer sendJson(String method, String path, String json, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return send(method, path, json.getBytes(StandardCharsets.UTF_8), all);
  }

  public Answer send(String method, String path, byte[] body, String... headers) {
    HttpResponse<byte[]> answer =
        exchange(
            request(path, headers).method(method, BodyPublishers.ofByteArray(body)),
            BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.headers(), answer.body());
  }

  /** Submits a generation and returns its view; fails on any other answer than 202. */
  public JsonNode draw(String json) {
    Answer answer = post("/v1/generations", json);
    if (answer.status() != 202) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return answer.json();
  }

  /** The job as it stands. */
  public JsonNode job(String id) {
    return get("/v1/jobs/" + id).json();
  }

  /** Opens a job's event stream; fails on any other answer than 200. */
  public EventStream events(String id, String... headers) {
    HttpResponse<InputStream> answer =
        exchange(
            request("/v1/jobs/" + id + "/events", headers).GET(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new AssertionError("no stream: " + answer.statusCode());
    }
    return new EventStream(answer.body());
  }

  /** Posts and opens the event stream that is the answer; fails on any other answer than 200. */
  public EventStream stream(String path, String json) {
    HttpResponse<InputStream> answer =
        exchange(
            request(path, "Content-Type", "application/json").POST(BodyPublishers.ofString(json)),
            BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new AssertionError("no stream: " + answer.statusCode());
    }
    return new EventStream(answer.body());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return headers.length == 0 ? request : request.headers(headers);
  }

  private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
