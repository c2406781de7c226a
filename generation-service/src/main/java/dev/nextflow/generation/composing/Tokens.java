package dev.nextflow.generation.composing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;

/**
 * The tokens of an answer that are no text.
 *
 * @param boi opens a picture
 * @param eoi is read behind a whole picture, and never chosen
 * @param imEnd ends the message
 */
public record Tokens(int boi, int eoi, int imEnd) {

  /** Those of a bundle. */
  public static Tokens of(Bundle bundle) {
    SpecialTokens special = bundle.specialTokens();
    return new Tokens(special.boi(), special.eoi(), special.imEnd());
  }

  boolean isText(int id) {
    return id != boi && id != imEnd;
  }
}
