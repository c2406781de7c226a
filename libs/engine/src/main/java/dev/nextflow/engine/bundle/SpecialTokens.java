package dev.nextflow.engine.bundle;

/**
 * Text ids with a meaning of their own.
 *
 * @param boi begins a picture; its hidden state predicts scale 1
 * @param eoi stands after a picture; appended, never predicted
 * @param pad fills shorter rows on the right; what it computes is never read
 */
public record SpecialTokens(int imStart, int imEnd, int boi, int eoi, int pad) {

  /**
   * The id of a token by the name that bundles use.
   *
   * @throws IllegalArgumentException if there is no such special token
   */
  public int id(String name) {
    return switch (name) {
      case "im_start" -> imStart;
      case "im_end" -> imEnd;
      case "boi" -> boi;
      case "eoi" -> eoi;
      case "pad" -> pad;
      default -> throw new IllegalArgumentException("no special token named " + name);
    };
  }
}
