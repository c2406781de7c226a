package dev.nextflow.sequences;

/**
 * How the codes of one scale are drawn from logits.
 *
 * @param guidance strength, 0..20; 0 does without the unconditional row
 * @param temperature divides the logits, 0.01..10
 * @param topK how many of the likeliest codes stay, at least 1
 * @param topP how much probability the codes that stay may hold together, above 0 and at most 1
 */
public record ScaleSampling(double guidance, double temperature, int topK, double topP) {

  public static final double MAX_GUIDANCE = 20;
  public static final double MIN_TEMPERATURE = 0.01;
  public static final double MAX_TEMPERATURE = 10;

  public ScaleSampling {
    // Written so that NaN fails too.
    if (!(guidance >= 0 && guidance <= MAX_GUIDANCE)) {
      throw new IllegalArgumentException("guidance must be 0..20");
    }
    if (!(temperature >= MIN_TEMPERATURE && temperature <= MAX_TEMPERATURE)) {
      throw new IllegalArgumentException("temperature must be 0.01..10");
    }
    if (topK < 1) {
      throw new IllegalArgumentException("top_k must be at least 1");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top_p must be above 0 and at most 1");
    }
  }
}
