package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How codes are drawn from logits: values for the whole picture, and lists for single scales. The
 * bounds are those of {@link ScaleSampling}.
 *
 * @param guidance strength at the last scale, 0..20; it ramps up linearly from 0 at the first
 *     scale; 0 switches it off
 * @param temperature divides the logits, 0.01..10
 * @param topK how many of the likeliest codes stay, at least 1
 * @param topP how much probability the codes that stay may hold together, above 0 and at most 1
 * @param perScale takes the place of these where it has a list; null: nowhere
 */
public record Sampling(
    double guidance,
    double temperature,
    int topK,
    double topP,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SamplingPerScale perScale) {

  public static final double MAX_GUIDANCE = ScaleSampling.MAX_GUIDANCE;
  public static final double MIN_TEMPERATURE = ScaleSampling.MIN_TEMPERATURE;
  public static final double MAX_TEMPERATURE = ScaleSampling.MAX_TEMPERATURE;

  public Sampling {
    new ScaleSampling(guidance, temperature, topK, topP);
    for (int scale = 1; perScale != null && scale <= perScale.scales(); scale++) {
      new ScaleSampling(
          of(perScale.guidance(), scale, guidance),
          of(perScale.temperature(), scale, temperature),
          of(perScale.topK(), scale, topK),
          of(perScale.topP(), scale, topP));
    }
  }

  /** The same at every scale, but for guidance, which ramps up. */
  public Sampling(double guidance, double temperature, int topK, double topP) {
    this(guidance, temperature, topK, topP, null);
  }

  /**
   * What holds at one scale.
   *
   * @param scale 1..level
   * @param level scales of the picture
   */
  public ScaleSampling at(int scale, int level) {
    if (perScale == null) {
      return new ScaleSampling(ramp(scale, level), temperature, topK, topP);
    }
    return new ScaleSampling(
        of(perScale.guidance(), scale, ramp(scale, level)),
        of(perScale.temperature(), scale, temperature),
        of(perScale.topK(), scale, topK),
        of(perScale.topP(), scale, topP));
  }

  /** Linear from 0 at scale 1 to full at the last (VAR's ramp; paper section 4). */
  private double ramp(int scale, int level) {
    return level == 1 ? 0 : guidance * (scale - 1) / (level - 1);
  }

  /** Whether an unconditional row is needed at all. */
  public boolean guided() {
    return perScale == null || perScale.guidance() == null
        ? guidance > 0
        : perScale.guidance().stream().anyMatch(strength -> strength > 0);
  }

  /** Whether every list has one value for each scale of a picture. */
  public boolean fits(int level) {
    return perScale == null || perScale.scales() == level;
  }

  private static <T> T of(@Nullable List<T> list, int scale, T otherwise) {
    return list == null ? otherwise : list.get(scale - 1);
  }
}
