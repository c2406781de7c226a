package dev.nextflow.generation.composing;

import dev.nextflow.engine.composing.ComposeRequest;
import dev.nextflow.sequences.ComposedAnswer;
import dev.nextflow.sequences.CompositionWork;

/** What the engine is asked for. */
public final class Requests {

  private Requests() {}

  /** The rest of an answer. */
  public static ComposeRequest of(CompositionWork work, ComposedAnswer begun) {
    return new ComposeRequest(
        work.sequence(),
        work.unguided(),
        work.schedule(),
        work.drawing(),
        work.temperature(),
        work.topP(),
        work.maxTokens(),
        work.maxPictures(),
        work.seed(),
        begun.ids(),
        begun.pictures());
  }
}
