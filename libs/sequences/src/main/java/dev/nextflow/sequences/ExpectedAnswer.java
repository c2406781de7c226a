package dev.nextflow.sequences;

/**
 * A question about one picture, and the answer that is hoped for.
 *
 * @param ids text ids of the question with the picture in it, up to where the answer begins
 * @param boi index of the picture's {@code <boi>} among the ids; {@code <eoi>} comes next
 * @param answer text ids of the answer, without what ends it, 1..{@link #MAX_ANSWER_IDS}
 */
public record ExpectedAnswer(int[] ids, int boi, int[] answer) {

  /** Longer than any answer that can be hoped for to the letter. */
  public static final int MAX_ANSWER_IDS = 64;

  public ExpectedAnswer {
    if (boi < 0 || boi + 1 >= ids.length) {
      throw new IllegalArgumentException("no picture can stand at " + boi);
    }
    if (answer.length < 1 || answer.length > MAX_ANSWER_IDS) {
      throw new IllegalArgumentException(
          "an answer has 1..%d ids, not %d".formatted(MAX_ANSWER_IDS, answer.length));
    }
  }

  /** Text ids that are read behind the picture: the rest of the question, then the answer. */
  int idsBehindPicture() {
    return ids.length - (boi + 1) + answer.length;
  }
}
