package dev.nextflow.local.client;

import java.util.Optional;

/** Puts the lines of an event stream (text/event-stream) together to events; one stream only. */
final class EventLines {

  private String id = "";
  private String type = "message";
  private final StringBuilder data = new StringBuilder();

  /** Takes the next line without its end; gives an event when the line completes one. */
  Optional<JobEvent> take(String line) {
    if (line.isEmpty()) {
      return complete();
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    value = value.startsWith(" ") ? value.substring(1) : value;
    switch (field) {
      case "id" -> id = value;
      case "event" -> type = value;
      case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
      default -> {
        // A comment (heartbeat) or a field that says nothing about jobs.
      }
    }
    return Optional.empty();
  }

  private Optional<JobEvent> complete() {
    Optional<JobEvent> event =
        data.isEmpty()
            ? Optional.empty()
            : Optional.of(new JobEvent(id, type, JsonObject.parse(data.toString())));
    type = "message";
    data.setLength(0);
    return event;
  }
}
