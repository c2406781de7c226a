package dev.nextflow.sequences;

/**
 * What the queue carries for an answer in text.
 *
 * @param digest digest of the bundle that must answer
 * @param ids the sequence to continue
 * @param maxTokens most text tokens to write, 1..{@link #MAX_TOKENS}
 * @param temperature 0 takes the likeliest token; else divides the logits, up to 10
 * @param topP how much probability the tokens that stay may hold together, above 0 and at most 1
 * @param seed 0..2^53-1
 */
public record UnderstandingWork(
    String digest, int[] ids, int maxTokens, double temperature, double topP, long seed) {

  /** Workers have room for so many tokens of each text, and gateways accept no more. */
  public static final int MAX_TOKENS = 1024;
}
