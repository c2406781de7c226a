package dev.nextflow.understanding.answering;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.writing.Writing;
import dev.nextflow.engine.writing.WritingEngine;

/** Writes a few tokens and throws them away, so that the first job finds pages and kernels warm. */
public final class WarmUp {

  private static final int TOKENS = 4;

  private WarmUp() {}

  public static void write(Bundle bundle, WritingEngine engine) {
    int[] start = {bundle.specialTokens().imStart()};
    try (Writing writing = engine.begin(start, TOKENS)) {
      while (!writing.done()) {
        writing.next(0, 1, 0);
      }
    }
  }
}
