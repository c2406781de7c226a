package dev.nextflow.sequences;

import java.util.List;

/**
 * How a picture is chosen among several that were begun: by how likely the answers that are hoped
 * for are, to questions about it.
 *
 * @param candidates how many are begun, 2..{@link #MAX_CANDIDATES}
 * @param afterScale the scale that each is drawn to before one of them is chosen, 1 or more
 * @param questions what is asked about each, 1..{@link #MAX_QUESTIONS}; all alike up to the picture
 */
public record Acceptance(int candidates, int afterScale, List<ExpectedAnswer> questions) {

  public static final int MIN_CANDIDATES = 2;
  public static final int MAX_CANDIDATES = 8;
  public static final int MAX_QUESTIONS = 8;

  /** Every seed has so many bits, so that any reader of JSON keeps it as it is. */
  private static final long SEEDS = 1L << 53;

  public Acceptance {
    questions = List.copyOf(questions);
    if (candidates < MIN_CANDIDATES || candidates > MAX_CANDIDATES) {
      throw new IllegalArgumentException("no acceptance among " + candidates + " candidates");
    }
    if (questions.isEmpty() || questions.size() > MAX_QUESTIONS) {
      throw new IllegalArgumentException("no acceptance by " + questions.size() + " questions");
    }
    if (afterScale < 1) {
      throw new IllegalArgumentException("no acceptance after scale " + afterScale);
    }
  }

  /**
   * The seed of a candidate, with which alone it would be the same picture: that of the job for the
   * first, and one more for each that follows, from 2^53-1 on to 0.
   *
   * @param seed the job's
   */
  public static long seed(long seed, int candidate) {
    return (seed + candidate) % SEEDS;
  }

  /**
   * Tokens that are read to choose: of every candidate the text up to the picture and the codes
   * that are drawn, and behind these each question with its answer.
   */
  int tokensRead(ScaleSchedule schedule) {
    ExpectedAnswer first = questions.getFirst();
    int picture = first.boi() + schedule.tokensThroughBlock(lastBlock());
    int texts = questions.stream().mapToInt(ExpectedAnswer::idsBehindPicture).sum();
    return candidates * (picture + texts);
  }

  /**
   * The last scale after which a choice can go by more than after the one before: the codes of a
   * last scale say nothing to a model that does not read them.
   */
  public static int latest(ScaleSchedule schedule) {
    return schedule.lastBlock() - 1;
  }

  /** The last block of a candidate that is read: codes make the block behind their own scale. */
  public int lastBlock() {
    return afterScale + 1;
  }
}
