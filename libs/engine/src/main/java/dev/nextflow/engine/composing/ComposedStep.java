package dev.nextflow.engine.composing;

import dev.nextflow.sequences.ScaleCodes;

/** What an answer goes on by. */
public sealed interface ComposedStep {

  /**
   * A token was chosen: one of text, {@code <boi>}, after which the scales of a picture follow, or
   * the one that ends the message.
   */
  record Token(int id) implements ComposedStep {}

  /**
   * A scale of the picture under way was drawn.
   *
   * @param picture 0-based, of the answer
   * @param scale 1-based
   */
  record Scale(int picture, int scale, ScaleCodes codes) implements ComposedStep {}
}
