package dev.nextflow.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An answer of text and pictures as its worker leaves it; the rest of a result is not read.
 *
 * @param parts in their order
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record ComposedParts(List<Part> parts, String finishReason) {

  /**
   * One part.
   *
   * @param ids of a text
   * @param index of a picture
   */
  record Part(String type, int @Nullable [] ids, @Nullable Integer index) {}

  /** Which pictures are whole. */
  List<Integer> images() {
    return parts.stream().filter(part -> part.index() != null).map(Part::index).toList();
  }
}
