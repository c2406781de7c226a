package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A thought that is written before the pictures are drawn, and that they follow.
 *
 * @param maxTokens most tokens of the thought, the one that ends it included, 1..{@link
 *     #MAX_TOKENS}
 * @param temperature 0 takes the likeliest token; else divides the logits, up to 10
 * @param topP how much probability the tokens that stay may hold together, above 0 and at most 1
 * @param instructionIds how many of the conditional ids, from the first on, ask for the thought
 * @param approval whether the job rests with the thought until somebody takes it
 * @param approved text ids of the thought that was taken in place of the one that was written;
 *     null: none was
 */
public record Thinking(
    int maxTokens,
    double temperature,
    double topP,
    int instructionIds,
    boolean approval,
    @JsonInclude(JsonInclude.Include.NON_NULL) int @Nullable [] approved) {

  /** As long as the longest that the reference model writes. */
  public static final int MAX_TOKENS = 160;

  /** The same once the thought was taken, as it is or as these ids. */
  public Thinking taken(int @Nullable [] instead) {
    return new Thinking(maxTokens, temperature, topP, instructionIds, false, instead);
  }
}
