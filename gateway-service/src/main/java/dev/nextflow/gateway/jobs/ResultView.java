package dev.nextflow.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An answer of text and pictures.
 *
 * @param parts in their order
 * @param finishReason {@code stop}, {@code length}, {@code budget} or {@code failed}
 */
@JsonNaming(SnakeCaseStrategy.class)
record ResultView(List<PartView> parts, String finishReason) {

  /** A text, or a picture. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PartView(
      String type, @Nullable String text, @Nullable Integer index, @Nullable String url) {

    static PartView text(String text) {
      return new PartView("text", text, null, null);
    }

    static PartView image(int index, String url) {
      return new PartView("image", null, index, url);
    }
  }
}
