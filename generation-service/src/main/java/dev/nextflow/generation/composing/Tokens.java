package dev.nextflow.generation.composing;

import dev.nextflow.engine.bundle.Bundle;

/**
 * The tokens of an answer that are no text.
 *
 * @param boi opens a picture
 * @param imEnd ends the message
 */
public record Tokens(int boi, int imEnd) {

  /** Those of a bundle. */
  public static Tokens of(Bundle bundle) {
    return new Tokens(bundle.specialTokens().boi(), bundle.specialTokens().imEnd());
  }

  boolean isText(int id) {
    return id != boi && id != imEnd;
  }
}
