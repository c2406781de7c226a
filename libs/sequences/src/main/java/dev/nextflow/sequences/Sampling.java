package dev.nextflow.sequences;

/**
 * How codes are drawn from logits.
 *
 * @param guidance strength at the last scale, 0..20; it ramps up linearly from 0 at the first
 *     scale; 0 switches it off
 * @param temperature divides the logits, 0.01..10
 * @param topK how many of the likeliest codes stay, at least 1
 * @param topP how much probability the codes that stay may hold together, above 0 and at most 1
 */
public record Sampling(double guidance, double temperature, int topK, double topP) {

  public static final double MAX_GUIDANCE = 20;
  public static final double MIN_TEMPERATURE = 0.01;
  public static final double MAX_TEMPERATURE = 10;

  public Sampling {
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

  /**
   * Guidance at one scale: linear from 0 at scale 1 to full at the last (VAR's ramp; paper section
   * 4).
   */
  public double guidanceAt(int scale, int level) {
    return level == 1 ? 0 : guidance * (scale - 1) / (level - 1);
  }

  /** Whether an unconditional row is needed at all. */
  public boolean guided() {
    return guidance > 0;
  }
}
