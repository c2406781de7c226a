package dev.nextflow.gateway.openai;

import java.util.List;
import java.util.stream.IntStream;

/** Which scales are worth sending as drafts. */
final class PartialImages {

  private PartialImages() {}

  /**
   * The scales after which to send one, spread evenly over the drawing: fewer than wanted where
   * there are not as many before the last.
   *
   * @param wanted how many, at least 0
   * @param scales of the whole picture
   * @return 1-based, growing, all below {@code scales}
   */
  static List<Integer> scales(int wanted, int scales) {
    int sent = Math.min(wanted, scales - 1);
    return IntStream.rangeClosed(1, sent).mapToObj(i -> i * scales / (sent + 1)).toList();
  }
}
