package dev.nextflow.gateway;

import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.SamplingPerScale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How a drawing's codes are drawn, as requests write it: each a number, or a list with one for each
 * scale.
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SamplingView(Object guidance, Object temperature, Object topK, Object topP) {

  /** The view. */
  public static SamplingView of(Sampling sampling) {
    SamplingPerScale lists = sampling.perScale();
    return lists == null
        ? new SamplingView(
            sampling.guidance(), sampling.temperature(), sampling.topK(), sampling.topP())
        : new SamplingView(
            either(lists.guidance(), sampling.guidance()),
            either(lists.temperature(), sampling.temperature()),
            either(lists.topK(), sampling.topK()),
            either(lists.topP(), sampling.topP()));
  }

  private static Object either(@Nullable Object list, Object number) {
    return list == null ? number : list;
  }
}
