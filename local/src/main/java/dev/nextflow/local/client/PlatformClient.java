package dev.nextflow.local.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a gateway over its public HTTP API. Blocking; one thread at a time, but {@link #cancel}
 * from any.
 */
public final class PlatformClient implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** How often a broken connection is taken up again before it counts as an answer. */
  private static final int ATTEMPTS = 5;

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final URI address;
  private final @Nullable String apiKey;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Talks to an open platform. */
  public PlatformClient(URI address) {
    this(address, null);
  }

  /**
   * Talks to a platform that wants to know who is asking.
   *
   * @param apiKey sent with every request, to this address alone; null: none
   */
  public PlatformClient(URI address, @Nullable String apiKey) {
    this.address = address;
    this.apiKey = apiKey;
  }

  /**
   * Submits once, however often the connection breaks: each attempt carries the same
   * Idempotency-Key.
   *
   * @return the job's view
   */
  public JsonObject submit(DrawRequest request)
      throws IOException, InterruptedException, ProblemAnswer {
    HttpRequest post =
        to("/v1/generations")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofString(request.json()))
            .build();
    return JsonObject.parse(text(post));
  }

  /** A job's view or any other JSON object of the API. */
  public JsonObject get(String path) throws IOException, InterruptedException, ProblemAnswer {
    return JsonObject.parse(text(to(path).build()));
  }

  /**
   * Changes something that has no key to be repeated under, so it is sent once: {@code POST},
   * {@code PATCH} or {@code DELETE}.
   *
   * @param json the body; empty for none
   */
  public JsonObject change(String method, String path, String json)
      throws IOException, InterruptedException, ProblemAnswer {
    HttpRequest request =
        to(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .timeout(TIMEOUT)
            .build();
    byte[] body = checked(http.send(request, BodyHandlers.ofByteArray()));
    return JsonObject.parse(new String(body, StandardCharsets.UTF_8));
  }

  /** The bytes of a picture. */
  public byte[] picture(String path) throws IOException, InterruptedException, ProblemAnswer {
    return send(to(path).build());
  }

  /** Asks to cancel a job. */
  public void cancel(String path) throws IOException, InterruptedException, ProblemAnswer {
    send(to(path).POST(BodyPublishers.noBody()).build());
  }

  /** Gives every event to the listener until the last one; takes a broken stream up again. */
  public void follow(String path, Consumer<JobEvent> listener)
      throws IOException, InterruptedException, ProblemAnswer {
    String lastId = "";
    for (int broken = 0; broken < ATTEMPTS; broken++) {
      try {
        HttpRequest.Builder request = to(path).header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
          request.header("Last-Event-ID", lastId);
        }
        HttpResponse<Stream<String>> answer =
            http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
          if (answer.statusCode() != 200) {
            throw new ProblemAnswer(answer.statusCode(), String.join("\n", lines.toList()));
          }
          EventLines events = new EventLines();
          for (Iterator<String> line = lines.iterator(); line.hasNext(); ) {
            Optional<JobEvent> event = events.take(line.next());
            if (event.isPresent()) {
              broken = 0;
              lastId = event.get().id();
              listener.accept(event.get());
              if (event.get().isLast()) {
                return;
              }
            }
          }
        }
      } catch (IOException | java.io.UncheckedIOException cut) {
        // Taken up again below, after the last event that arrived.
      }
      Thread.sleep(PAUSE);
    }
    throw new IOException("the event stream of the job broke off");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
    return apiKey == null ? request : request.header("Authorization", "Bearer " + apiKey);
  }

  private String text(HttpRequest request) throws IOException, InterruptedException, ProblemAnswer {
    return new String(send(request), StandardCharsets.UTF_8);
  }

  private byte[] send(HttpRequest request) throws IOException, InterruptedException, ProblemAnswer {
    HttpRequest timed =
        HttpRequest.newBuilder(request, (name, value) -> true).timeout(TIMEOUT).build();
    return checked(sendAgain(timed, BodyHandlers.ofByteArray()));
  }

  private static byte[] checked(HttpResponse<byte[]> answer) throws ProblemAnswer {
    if (answer.statusCode() / 100 != 2) {
      throw new ProblemAnswer(
          answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }

  /** For requests that may be repeated: the only one of them that makes a job carries a key. */
  private <T> HttpResponse<T> sendAgain(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return http.send(request, handler);
      } catch (java.net.ConnectException refused) {
        throw refused;
      } catch (IOException broken) {
        if (attempt == ATTEMPTS) {
          throw broken;
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
