package dev.nextflow.engine.transformer;

import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model reads of a sequence at once. Text is read causally, up to a picture's {@code <boi>};
 * then each block of the picture from the second on, which sees itself and all before, made of the
 * codes of the scale before it; then the text from {@code <eoi>} on. It is what a model is trained
 * on: a given picture enters as one that was just drawn would lie there.
 */
public sealed interface Piece {

  /** Tokens that are run, and the room that they take in a cache. */
  int tokens();

  /** Sequence positions that it stands at: a whole block stands at one. */
  int positions();

  /**
   * Text; it may be cut anywhere.
   *
   * @param ids at least one
   * @param scaleCount scales of the picture that the last id, {@code <boi>}, opens; 0: it opens
   *     none
   */
  record Text(int[] ids, int scaleCount) implements Piece {

    @Override
    public int tokens() {
      return ids.length;
    }

    @Override
    public int positions() {
      return ids.length;
    }

    /** So many ids, fewer than there are. */
    public Text first(int tokens) {
      return new Text(Arrays.copyOf(ids, tokens), 0);
    }

    /** What comes after so many ids. */
    public Text after(int tokens) {
      return new Text(Arrays.copyOfRange(ids, tokens, ids.length), scaleCount);
    }

    /** Scales of the picture that one of the ids opens. */
    int opens(int index) {
      return index == ids.length - 1 ? scaleCount : 0;
    }
  }

  /**
   * A block of a picture; never cut, since all its codes see each other.
   *
   * @param block 2..{@link ScaleSchedule#lastBlock}; one that is no scale closes a picture that is
   *     read to its last scale, and nothing is drawn from it
   * @param before codes of the scale before, which it is made of
   */
  record Block(ScaleSchedule schedule, int block, ScaleCodes before) implements Piece {

    /** Where its codes stand. */
    public Grid grid() {
      return schedule.blockGrid(block);
    }

    @Override
    public int tokens() {
      return grid().size();
    }

    @Override
    public int positions() {
      return 1;
    }
  }

  /** A sequence in the order in which it is read; the last piece is text. */
  static List<Piece> of(MixedSequence sequence) {
    return of(sequence, 0);
  }

  /**
   * The same of a sequence that ends where a picture begins.
   *
   * @param scaleCount scales of the picture that the last id, {@code <boi>}, opens; 0: it opens
   *     none
   */
  static List<Piece> of(MixedSequence sequence, int scaleCount) {
    List<Piece> pieces = new ArrayList<>();
    int[] ids = sequence.ids();
    int next = 0;
    for (GivenPicture picture : sequence.pictures()) {
      int end = picture.boi() + 1;
      ScaleSchedule schedule = picture.schedule();
      pieces.add(new Text(Arrays.copyOfRange(ids, next, end), schedule.level()));
      for (int block = 2; block <= schedule.lastBlock(); block++) {
        pieces.add(new Block(schedule, block, picture.codes().get(block - 2)));
      }
      next = end;
    }
    pieces.add(new Text(Arrays.copyOfRange(ids, next, ids.length), scaleCount));
    return pieces;
  }
}
