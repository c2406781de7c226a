package dev.nextflow.engine.writing;

/**
 * How likely an answer is.
 *
 * @param logProbability natural logarithm of the probability that the model, asked, says this to
 *     the letter and ends there; the sum over its tokens, 0 or less
 * @param likeliest whether it is what the model says when it always takes the likeliest token
 */
public record AnswerScore(double logProbability, boolean likeliest) {

  /** Of no token yet. */
  static final AnswerScore NOTHING = new AnswerScore(0, true);

  /** With one token more. */
  AnswerScore and(double logProbability, boolean likeliest) {
    return new AnswerScore(this.logProbability + logProbability, this.likeliest && likeliest);
  }

  /**
   * The logarithm of a token's probability among the best that a head gives. The others hold next
   * to nothing; one of them counts as the last of the best, which is more than it has.
   *
   * @param ids of the best, likeliest first
   * @param logits theirs
   */
  static double logProbability(long[] ids, float[] logits, int id) {
    double sum = 0;
    double own = logits[logits.length - 1];
    for (int i = 0; i < ids.length; i++) {
      sum += Math.exp((double) logits[i] - logits[0]);
      if (ids[i] == id) {
        own = logits[i];
      }
    }
    return own - logits[0] - Math.log(sum);
  }
}
