package dev.nextflow.engine.transformer;

/**
 * What is kept of a session.
 *
 * @param sequence of the row that reads all of it
 * @param unguided of the row that guidance leads away from
 */
public record SessionPrefixes(RowPrefix sequence, RowPrefix unguided) {

  /** Of no session. */
  public static final SessionPrefixes NONE = new SessionPrefixes(RowPrefix.NONE, RowPrefix.NONE);
}
