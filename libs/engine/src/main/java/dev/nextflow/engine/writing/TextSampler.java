package dev.nextflow.engine.writing;

/** Draws one of the best text tokens. Pure. */
public final class TextSampler {

  private TextSampler() {}

  /**
   * @throws IllegalArgumentException if a number is out of bounds
   */
  public static void requireValid(double temperature, double topP) {
    // Written so that NaN fails too.
    if (!(temperature >= 0) || !(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "temperature " + temperature + " or top_p " + topP + " is off");
    }
  }

  /**
   * @param logits sorted, largest first
   * @param temperature 0 takes the first; else divides the logits
   * @param topP how much probability the tokens that stay may hold together, above 0 and at most 1
   * @param uniform in [0, 1)
   * @return an index into the logits
   */
  public static int sample(float[] logits, double temperature, double topP, float uniform) {
    requireValid(temperature, topP);
    if (!(uniform >= 0 && uniform < 1)) {
      throw new IllegalArgumentException("uniform " + uniform + " is off");
    }
    if (temperature == 0) {
      return 0;
    }
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp((logits[i] - (double) logits[0]) / temperature);
      sum += weights[i];
    }
    double kept = 0;
    int keptCount = 0;
    while (keptCount < weights.length && kept < topP * sum) {
      kept += weights[keptCount++];
    }
    double reached = 0;
    for (int i = 0; i < keptCount; i++) {
      reached += weights[i];
      if (reached > uniform * kept) {
        return i;
      }
    }
    return keptCount - 1;
  }
}
