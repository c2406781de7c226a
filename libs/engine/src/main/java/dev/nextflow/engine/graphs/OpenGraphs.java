package dev.nextflow.engine.graphs;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.GraphDescription;
import dev.nextflow.engine.runtime.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some graphs of a bundle, loaded. Counted: whoever runs them retains them first, and the last to
 * let go of them ends the sessions, because ending one under a run ends the process.
 */
public final class OpenGraphs implements AutoCloseable {

  private final Map<String, Session> sessions;
  private int holders = 1;
  private boolean closed;

  private OpenGraphs(Map<String, Session> sessions) {
    this.sessions = sessions;
  }

  /**
   * Loads graphs by the names that bundles use; whoever opens them closes them.
   *
   * @throws EngineException if one cannot be loaded or differs from its description
   */
  public static OpenGraphs open(Bundle bundle, EngineOptions options, List<String> names) {
    Map<String, Session> sessions = new LinkedHashMap<>();
    try {
      for (String name : names) {
        GraphDescription described = bundle.graph(name);
        Session session = Session.open(bundle.file(described.file()), options);
        sessions.put(name, session);
        if (!session.inputs().equals(described.inputs().keySet())
            || !session.outputs().equals(described.outputs().keySet())) {
          throw new EngineException(
              "INVALID_GRAPH", described.file() + " differs from its description in the bundle");
        }
      }
      return new OpenGraphs(sessions);
    } catch (RuntimeException e) {
      sessions.values().forEach(Session::close);
      throw e;
    }
  }

  /** A graph by name. */
  public Session get(String name) {
    @Nullable Session session = sessions.get(name);
    if (session == null) {
      throw new IllegalArgumentException("graph " + name + " was not opened");
    }
    return session;
  }

  /**
   * One more holder, besides the one that opened them.
   *
   * @throws IllegalStateException if they are closed
   */
  public synchronized OpenGraphs retain() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    holders++;
    return this;
  }

  /** One holder less; once for every {@link #retain}. */
  public synchronized void release() {
    if (--holders == 0) {
      sessions.values().forEach(Session::close);
    }
  }

  /** Nobody can retain them any more; those who have keep them until they release them. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
