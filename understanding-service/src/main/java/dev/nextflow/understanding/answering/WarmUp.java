package dev.nextflow.understanding.answering;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.transformer.RowPrefix;
import dev.nextflow.engine.writing.TextRequest;
import dev.nextflow.sequences.MixedSequence;
import java.time.Duration;

/** Writes a few tokens and throws them away, so that the first job finds pages and kernels warm. */
public final class WarmUp {

  private static final int TOKENS = 4;

  private WarmUp() {}

  public static void write(Bundle bundle, TextWriter writer) {
    MixedSequence start = MixedSequence.of(bundle.specialTokens().imStart());
    TextRequest request = new TextRequest(start, new int[0], TOKENS, 0, 1, 0);
    TextStream stream = writer.begin(request, RowPrefix.NONE, _ -> false);
    try {
      while (!stream.take(Duration.ZERO).isEmpty()) {}
    } catch (InterruptedException e) {
      stream.cancel();
      Thread.currentThread().interrupt();
    }
  }
}
