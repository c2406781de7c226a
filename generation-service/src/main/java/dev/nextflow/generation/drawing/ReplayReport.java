package dev.nextflow.generation.drawing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.FirstDifference;
import dev.nextflow.sequences.ScaleCodes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What came of drawing a transcript once more.
 *
 * @param firstDifference null where there is none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ReplayReport(
    boolean identical,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FirstDifference firstDifference) {

  static ReplayReport of(List<List<ScaleCodes>> expected, DrawnScales drawn) {
    FirstDifference first = FirstDifference.between(expected, drawn).orElse(null);
    return new ReplayReport(first == null, first);
  }
}
