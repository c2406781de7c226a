package dev.nextflow.engine.writing;

import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.MixedSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model reads of a sequence at once. Text is read causally, up to a picture's {@code <boi>};
 * then each scale from the second on as a block that sees itself and all before, made of the codes
 * of the scale before it; then the text from {@code <eoi>} on. It is what a model is trained on: a
 * given picture enters as one that was just drawn would lie there.
 */
sealed interface Piece {

  /** Tokens that are run, and the room that they take in a cache. */
  int tokens();

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

    /** So many ids, fewer than there are. */
    Text first(int tokens) {
      return new Text(Arrays.copyOf(ids, tokens), 0);
    }

    /** What comes after so many ids. */
    Text after(int tokens) {
      return new Text(Arrays.copyOfRange(ids, tokens, ids.length), scaleCount);
    }
  }

  /**
   * A scale of a picture; never cut, since all its codes see each other.
   *
   * @param scale 2 or more
   */
  record Scale(GivenPicture picture, int scale) implements Piece {

    @Override
    public int tokens() {
      return picture.schedule().grid(scale).size();
    }
  }

  /** A sequence in the order in which it is read; the last piece is text. */
  static List<Piece> of(MixedSequence sequence) {
    List<Piece> pieces = new ArrayList<>();
    int[] ids = sequence.ids();
    int next = 0;
    for (GivenPicture picture : sequence.pictures()) {
      int end = picture.boi() + 1;
      int level = picture.schedule().level();
      pieces.add(new Text(Arrays.copyOfRange(ids, next, end), level));
      for (int scale = 2; scale <= level; scale++) {
        pieces.add(new Scale(picture, scale));
      }
      next = end;
    }
    pieces.add(new Text(Arrays.copyOfRange(ids, next, ids.length), 0));
    return pieces;
  }
}
