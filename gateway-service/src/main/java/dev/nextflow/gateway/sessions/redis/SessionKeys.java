package dev.nextflow.gateway.sessions.redis;

import dev.nextflow.gateway.sessions.SessionId;
import java.util.List;

/** Names of keys. All sessions share one slot: whoever looks for ends looks in one place. */
final class SessionKeys {

  /** Names of the sessions with an open place, by when somebody may look at them. */
  static final String UNSETTLED = "nextflow:{sessions}:unsettled";

  private static final String PREFIX = "nextflow:{sessions}:";

  private SessionKeys() {}

  /** A session's name: {@code <tenant>:<id>}; neither part has a colon. */
  static String name(String tenant, SessionId id) {
    return tenant + ":" + id;
  }

  /** What the keys of a tenant's sessions begin with. */
  static String sessions(String tenant) {
    return PREFIX + "session:" + tenant + ":";
  }

  /** The head of a session, and its turns by number; beside them the number of each job's turn. */
  static List<String> of(String tenant, SessionId id) {
    return List.of(sessions(tenant) + id, PREFIX + "turns:" + name(tenant, id));
  }

  /** Ids of a tenant's sessions by their creation. */
  static String index(String tenant) {
    return PREFIX + "index:" + tenant;
  }

  /** The same by when they run out. */
  static String expiries(String tenant) {
    return PREFIX + "expiries:" + tenant;
  }

  /** What the scripts take that move a place. */
  static List<String> ofPlace(String tenant, SessionId id) {
    List<String> session = of(tenant, id);
    return List.of(session.get(0), session.get(1), expiries(tenant), UNSETTLED);
  }
}
