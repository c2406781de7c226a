package dev.nextflow.engine.transformer;

import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of what sessions have read, for the turns that follow: whoever begins with the
 * same tokens copies them instead of reading them again. Of one bundle; thread-safe.
 *
 * <p>Duties:
 *
 * <ol>
 *   <li>keep a copy of the first tokens of a row, one for each row of a session;
 *   <li>give a row as much of it as its own tokens begin with, told by the tokens themselves;
 *   <li>hold no more bytes than may be: who was used least recently goes first.
 * </ol>
 *
 * <p>Only what was read in blocks may be kept: a token that was run alone is rounded otherwise than
 * in a block, and a row that reads it again would differ. What lies on a device is not kept.
 */
public final class KeptPrefixes implements AutoCloseable {

  /** Fewer tokens are not worth a copy: all conversations begin with some of a template. */
  static final int LEAST_TOKENS = 8;

  /** Which row of which session. */
  record Key(String owner, String session, boolean unguided) {}

  private record Kept(List<Piece> pieces, int tokens, NativeScope scope, Buffer rows, long bytes) {}

  private final long mostBytes;
  private final Map<Key, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true); // Used last: at its end.
  private long bytes;
  private long hits;
  private long misses;
  private long tokensSpared;

  /**
   * @param mostBytes of all copies together; 0: nothing is kept
   */
  public KeptPrefixes(long mostBytes) {
    if (mostBytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + mostBytes);
    }
    this.mostBytes = mostBytes;
  }

  /**
   * What is kept of a session.
   *
   * @param owner whose session it is: names are told apart by it
   * @param session null: of none, for which nothing is kept
   */
  public SessionPrefixes session(String owner, @Nullable String session) {
    return session == null
        ? SessionPrefixes.NONE
        : new SessionPrefixes(
            new RowPrefix(this, new Key(owner, session, false)),
            new RowPrefix(this, new Key(owner, session, true)));
  }

  /** Bytes that all copies take. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Rows of sessions that had a part of what they begin with from here. */
  public synchronized long hits() {
    return hits;
  }

  /** Rows of sessions that had to read all. */
  public synchronized long misses() {
    return misses;
  }

  /** Tokens that were copied and not read. */
  public synchronized long tokensSpared() {
    return tokensSpared;
  }

  /** See {@link RowPrefix#restore}. */
  synchronized int restore(
      Key key, List<Piece> pieces, IntUnaryOperator wanted, TransformerRows to, int row) {
    Kept found = kept.get(key);
    int tokens = found == null ? 0 : wanted.applyAsInt(Pieces.shared(found.pieces(), pieces));
    if (found == null || tokens < LEAST_TOKENS) {
      misses++;
      return 0;
    }
    to.restore(row, found.rows(), found.tokens(), tokens, Pieces.positions(pieces, tokens));
    hits++;
    tokensSpared += tokens;
    return tokens;
  }

  /** See {@link RowPrefix#keep}. */
  synchronized void keep(Key key, List<Piece> pieces, TransformerRows from, int row) {
    int tokens = Pieces.tokens(pieces);
    long needed = from.bytes(tokens);
    Kept before = kept.get(key);
    boolean isThere = before != null && Pieces.shared(before.pieces(), pieces) == tokens;
    // A run that failed or was cancelled has made no token of its block valid.
    boolean isRead = from.areOnHost() && from.tokens(row) >= tokens;
    if (isThere || !isRead || tokens < LEAST_TOKENS || needed > mostBytes) {
      return;
    }
    if (before != null) {
      forget(kept.remove(key));
    }
    Iterator<Kept> leastRecent = kept.values().iterator();
    while (bytes + needed > mostBytes) {
      forget(leastRecent.next());
      leastRecent.remove();
    }
    NativeScope scope = new NativeScope();
    try {
      Buffer rows = HostMemory.INSTANCE.buffer(scope, ElementType.FLOAT32, needed / Float.BYTES);
      from.save(row, tokens, rows);
      kept.put(key, new Kept(List.copyOf(pieces), tokens, scope, rows, needed));
      bytes += needed;
    } catch (OutOfMemoryError none) {
      scope.close(); // A copy is no reason for a turn to fail.
    }
  }

  private void forget(@Nullable Kept gone) {
    if (gone != null) {
      bytes -= gone.bytes();
      gone.scope().close();
    }
  }

  /** What is kept of a row, [layers][keys, values][tokens][cache width]; for tests. */
  synchronized float[] values(Key key) {
    Kept found = kept.get(key);
    return found == null
        ? new float[0]
        : found.rows().floats(0, Math.toIntExact(found.bytes() / Float.BYTES));
  }

  /** Forgets all. */
  @Override
  public synchronized void close() {
    kept.values().forEach(this::forget);
    kept.clear();
  }
}
