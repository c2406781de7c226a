package dev.nextflow.understanding.answering;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A whole answer.
 *
 * @param ids text ids, without the token that ended the message
 * @param finishReason {@link #STOP} or {@link #LENGTH}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AnswerResult(List<Integer> ids, String finishReason, Usage usage) {

  /** The model ended its message. */
  static final String STOP = "stop";

  /** The limit came first. */
  static final String LENGTH = "length";

  /**
   * What is counted.
   *
   * @param promptTokens tokens read, those of pictures included
   * @param textTokens tokens written, the one that ended the message included
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Usage(int promptTokens, int textTokens) {}
}
