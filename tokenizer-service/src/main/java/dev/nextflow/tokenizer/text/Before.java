package dev.nextflow.tokenizer.text;

import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sequence of a conversation up to where an answer left off. It is taken as it was read and
 * written, and not made of text again, which could be cut in another way.
 *
 * @param ids empty before the first turn
 */
record Before(int[] ids) {

  /** No conversation yet. */
  static final Before NOTHING = new Before(new int[0]);

  /**
   * The sequence with the answer's turn closed, so that another can follow: an answer may have come
   * to its limit before it ended its message, and of a picture that was drawn only {@code <boi>}
   * was given.
   *
   * @throws ProblemException if these are no ids of a conversation
   */
  int[] closed(SpecialTokens special) {
    if (ids.length == 0) {
      return ids;
    }
    if (ids[0] != special.imStart()) {
      throw ProblemException.invalid("before", "must begin with a turn");
    }
    int last = ids[ids.length - 1];
    if (last == special.imEnd()) {
      return ids;
    }
    return last == special.boi() ? and(special.eoi(), special.imEnd()) : and(special.imEnd());
  }

  private int[] and(int... more) {
    return IntStream.concat(Arrays.stream(ids), IntStream.of(more)).toArray();
  }
}
