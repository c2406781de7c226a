package dev.nextflow.engine.transformer;

import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is kept of one row of a session. */
public final class RowPrefix {

  /** Of a row that belongs to no session: nothing is found, and nothing kept. */
  public static final RowPrefix NONE = new RowPrefix(null, null);

  private final @Nullable KeptPrefixes kept;
  private final KeptPrefixes.@Nullable Key key;

  RowPrefix(@Nullable KeptPrefixes kept, KeptPrefixes.@Nullable Key key) {
    this.kept = kept;
    this.key = key;
  }

  private KeptPrefixes.Key key() {
    return Objects.requireNonNull(key);
  }

  /** See {@link KeptPrefixes#values}. */
  float[] values() {
    return kept == null ? new float[0] : kept.values(key());
  }

  /**
   * Lets an empty row begin with what is kept of the tokens that it is to read.
   *
   * @param pieces all that it is to read
   * @param wanted from how many tokens there are to how many are wanted: no more, and a cut that
   *     the row can go on from
   * @return tokens that it has now
   */
  public int restore(List<Piece> pieces, IntUnaryOperator wanted, TransformerRows to, int row) {
    return kept == null ? 0 : kept.restore(key(), pieces, wanted, to, row);
  }

  /**
   * Keeps the beginning of a row; nothing, where it has not read all of that.
   *
   * @param pieces what is read into it, in blocks, from its first token on
   */
  public void keep(List<Piece> pieces, TransformerRows from, int row) {
    if (kept != null) {
      kept.keep(key(), pieces, from, row);
    }
  }
}
