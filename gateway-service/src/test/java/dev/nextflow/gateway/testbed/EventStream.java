package dev.nextflow.gateway.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An open stream of server-sent events. Blocking, for one thread. */
public final class EventStream implements AutoCloseable {

  private final BufferedReader lines;
  private int comments;

  EventStream(InputStream body) {
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** One event. */
  public record Event(String id, String type, JsonNode data) {}

  /** Waits for the next event; empty where the stream has ended. */
  public Optional<Event> next() {
    String id = "";
    String type = "";
    String data = "";
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith(":")) {
        comments++;
      } else if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("event:")) {
        type = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data += line.substring(5);
      } else if (line.isEmpty() && !type.isEmpty()) {
        return Optional.of(new Event(id, type, JsonMapper.shared().readTree(data)));
      }
    }
    return Optional.empty();
  }

  /** Waits until so many comments have come. */
  public void awaitComments(int count) {
    while (comments < count) {
      String line = line();
      if (line == null) {
        throw new AssertionError("the stream ended after " + comments + " comments");
      }
      if (line.startsWith(":")) {
        comments++;
      }
    }
  }

  /** Waits for the end; all events that came until then. */
  public List<Event> toEnd() {
    List<Event> events = new ArrayList<>();
    for (Optional<Event> event = next(); event.isPresent(); event = next()) {
      events.add(event.get());
    }
    return events;
  }

  private @Nullable String line() {
    try {
      return lines.readLine();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Hangs up. */
  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
