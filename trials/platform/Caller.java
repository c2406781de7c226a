package platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Calls as docs/api/guide.md tells everybody to: what may succeed later is sent again, within two
 * minutes; what makes a job bears a key. Keeps count of what went wrong on the way. Thread-safe.
 *
 * <p>A count begins where java.net.http gives up: it sends a GET again by itself where a kept
 * connection was closed before a byte of the answer.
 */
public final class Caller {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Requests that were made, each counted once however often it was sent. */
  public final AtomicInteger requests = new AtomicInteger();

  /** Those of them that came to no good answer, all repeats included. */
  public final AtomicInteger failed = new AtomicInteger();

  /** Answers of 500 and above; each may have been repeated. */
  public final AtomicInteger serverErrors = new AtomicInteger();

  /** Connections that were refused or broke; each may have been made again. */
  public final AtomicInteger brokenConnections = new AtomicInteger();

  /** Streams of events that ended before their job, and were taken up again. */
  public final AtomicInteger resumed = new AtomicInteger();

  private final List<String> troubles = new ArrayList<>();
  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  public Caller(String address) {
    this.address = address;
  }

  /** An answer below 400. */
  public record Answer(int status, String body, String jobId) {}

  /** One event of a job. */
  public record Event(String id, String type) {}

  /** Thrown where a request has failed for good; it is counted then. */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String why) {
      super(why);
    }
  }

  /** What went wrong, in order, the first of it. */
  public synchronized List<String> troubles() {
    return List.copyOf(troubles);
  }

  public Answer get(String path) throws Failed {
    return answered(to(path));
  }

  /**
   * @param key stays the same when it is sent again
   * @param headers pairs of name and value
   */
  public Answer post(String path, String json, String key, String... headers) throws Failed {
    HttpRequest.Builder request =
        to(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(json));
    return answered(headers.length == 0 ? request : request.headers(headers));
  }

  /** All events of a job from the first to the last, over as many streams as it takes. */
  public List<Event> events(String path) throws Failed {
    List<Event> events = new ArrayList<>();
    while (events.isEmpty() || !events.getLast().type().equals("finished")) {
      HttpRequest.Builder request = to(path).header("Accept", "text/event-stream");
      if (!events.isEmpty()) {
        request.header("Last-Event-ID", events.getLast().id());
      }
      try (Stream<String> lines = sent(request, BodyHandlers.ofLines()).body()) {
        String id = "";
        for (Iterator<String> line = lines.iterator(); line.hasNext(); ) {
          String text = line.next();
          if (text.startsWith("id:")) {
            id = text.substring("id:".length()).strip();
          } else if (text.startsWith("event:")) {
            events.add(new Event(id, text.substring("event:".length()).strip()));
          }
        }
      } catch (UncheckedIOException broken) {
        brokenConnections.incrementAndGet();
        note("a stream broke: " + broken.getCause());
      }
      if (events.isEmpty() || !events.getLast().type().equals("finished")) {
        resumed.incrementAndGet();
        Pause.of(Duration.ofMillis(200));
      }
    }
    return events;
  }

  private Answer answered(HttpRequest.Builder request) throws Failed {
    HttpResponse<String> answer = sent(request, BodyHandlers.ofString());
    String jobId = answer.headers().firstValue("X-Job-Id").orElse("");
    return new Answer(answer.statusCode(), answer.body(), jobId);
  }

  private <T> HttpResponse<T> sent(HttpRequest.Builder builder, HttpResponse.BodyHandler<T> handler)
      throws Failed {
    HttpRequest request = builder.build();
    requests.incrementAndGet();
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    for (long pauseS = 1; ; pauseS = Math.min(2 * pauseS, 30)) {
      String why;
      try {
        HttpResponse<T> answer = http.send(request, handler);
        if (answer.statusCode() < 400) {
          return answer;
        }
        String body = body(answer);
        why = request.uri().getPath() + ": " + answer.statusCode() + " " + body;
        if (answer.statusCode() >= 500) {
          serverErrors.incrementAndGet();
        }
        if (!mayBeRepeated(answer, body)) {
          throw failed(why);
        }
        pauseS = answer.headers().firstValueAsLong("Retry-After").orElse(pauseS);
      } catch (IOException lost) {
        brokenConnections.incrementAndGet();
        why = request.method() + " " + request.uri().getPath() + ": " + lost;
      } catch (InterruptedException stopped) {
        throw failed("interrupted");
      }
      note(why);
      if (System.nanoTime() > endNanos) {
        throw failed(why);
      }
      Pause.of(Duration.ofSeconds(pauseS));
    }
  }

  private static String body(HttpResponse<?> answer) {
    return switch (answer.body()) {
      case Stream<?> lines -> String.join("", lines.map(Object::toString).toList());
      case Object other -> other.toString();
    };
  }

  private static boolean mayBeRepeated(HttpResponse<?> answer, String body) {
    return answer
        .headers()
        .firstValue("x-should-retry") // What OpenAI's clients obey.
        .map(Boolean::valueOf)
        .orElse(body.contains("\"retry\":true"));
  }

  private Failed failed(String why) {
    failed.incrementAndGet();
    note("failed: " + why);
    return new Failed(why);
  }

  private synchronized void note(String trouble) {
    if (troubles.size() < 200) {
      troubles.add(trouble);
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(2));
  }
}
