package dev.nextflow.engine.bundle;

/**
 * One piece of a prompt template. Each literal is tokenised alone, so that user text cannot merge
 * with it.
 */
public sealed interface TemplatePiece {

  /** One special token. */
  record Special(int id) implements TemplatePiece {}

  /** Fixed text. */
  record Literal(String text) implements TemplatePiece {}

  /** Where a caller's text goes, such as {@code prompt}. */
  record Slot(String name) implements TemplatePiece {}
}
