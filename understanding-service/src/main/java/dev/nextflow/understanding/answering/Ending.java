package dev.nextflow.understanding.answering;

import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.text.TokenBytes;

/**
 * Where an answer ends: with the token that ends a message, with a text that its request names, or
 * at its limit. Immutable.
 *
 * @param endId the token that ends a message
 * @param maxTokens most tokens, the one that ends the message included
 * @param tokens what ids are in bytes
 */
public record Ending(int endId, int maxTokens, StopTexts stops, TokenBytes tokens) {

  /** As a job has it. */
  public static Ending of(UnderstandingWork work, int endId, TokenBytes tokens) {
    return new Ending(endId, work.maxTokens(), new StopTexts(work.stop()), tokens);
  }
}
