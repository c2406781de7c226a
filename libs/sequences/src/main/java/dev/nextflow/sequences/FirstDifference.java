package dev.nextflow.sequences;

import java.util.List;
import java.util.Optional;

/**
 * Where two drawings part: the first code that differs, in the order in which codes are drawn, so
 * scale by scale, within a scale picture by picture.
 *
 * @param image 0-based
 * @param scale 1-based
 * @param position 0-based, row-major within the scale's grid
 */
public record FirstDifference(int image, int scale, int position, int expected, int got) {

  /**
   * Compares picture by picture; empty where they are the same.
   *
   * @param expected [picture][scale]
   * @param got at least as many pictures and scales; more are not looked at
   */
  public static Optional<FirstDifference> between(
      List<List<ScaleCodes>> expected, DrawnScales got) {
    int scales = expected.stream().mapToInt(List::size).max().orElse(0);
    for (int scale = 1; scale <= scales; scale++) {
      for (int image = 0; image < expected.size(); image++) {
        ScaleCodes one = expected.get(image).get(scale - 1);
        ScaleCodes other = got.ofImage(image).get(scale - 1);
        for (int position = 0; position < one.size(); position++) {
          if (one.get(position) != other.get(position)) {
            return Optional.of(
                new FirstDifference(
                    image, scale, position, one.get(position), other.get(position)));
          }
        }
      }
    }
    return Optional.empty();
  }
}
