package dev.nextflow.gateway.sessions.redis;

import dev.nextflow.gateway.sessions.Session;
import dev.nextflow.gateway.sessions.SessionId;
import dev.nextflow.gateway.sessions.SessionStore.NewSession;
import dev.nextflow.gateway.sessions.Turn;
import dev.nextflow.jobs.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A session as it lies in Redis: its head a hash, its turns JSON by their number. */
final class StoredSession {

  private static final JsonMapper JSON = JsonMapper.shared();

  private StoredSession() {}

  static List<String> write(NewSession session) {
    List<String> fields = new ArrayList<>();
    fields.addAll(List.of("model", session.model(), "digest", session.digest()));
    fields.addAll(List.of("labels", JSON.writeValueAsString(session.labels().values())));
    fields.addAll(List.of("ttlMs", Long.toString(session.ttl().toMillis())));
    fields.addAll(List.of("turns", Integer.toString(session.turns().size())));
    return fields;
  }

  static String write(Turn turn) {
    return JSON.writeValueAsString(turn);
  }

  @SuppressWarnings("unchecked")
  static Session read(
      String tenant, SessionId id, Map<String, String> head, Map<String, String> turns, long now) {
    return new Session(
        tenant,
        id,
        head.get("model"),
        head.get("digest"),
        new Labels(JSON.readValue(head.get("labels"), Map.class)),
        Duration.ofMillis(number(head, "ttlMs")),
        number(head, "createdAtMs"),
        number(head, "changedAtMs"),
        (int) number(head, "turns"),
        turns.entrySet().stream()
            .filter(field -> Character.isDigit(field.getKey().charAt(0)))
            .map(field -> JSON.readValue(field.getValue(), Turn.class))
            .sorted(Comparator.comparingInt(Turn::number))
            .toList(),
        open(head),
        now);
  }

  private static Session.@Nullable Open open(Map<String, String> head) {
    return head.containsKey("openToken")
        ? new Session.Open(
            (int) number(head, "open"),
            head.get("openToken"),
            head.get("openKey"),
            head.get("openHash"),
            number(head, "openAtMs"),
            head.get("openJob"))
        : null;
  }

  /** What a script returns of a hash, from this element on. */
  static Map<String, String> map(List<?> flat, int from) {
    Map<String, String> fields = new HashMap<>();
    for (int i = from; i + 1 < flat.size(); i += 2) {
      fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return fields;
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }
}
