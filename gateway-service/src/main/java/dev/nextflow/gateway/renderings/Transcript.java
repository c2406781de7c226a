package dev.nextflow.gateway.renderings;

import dev.nextflow.sequences.ScaleCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads pictures out of what the workers have stored: fields {@code codes:<image>:<scale>}. */
final class Transcript {

  private Transcript() {}

  /**
   * The scales of one picture that have been drawn, first scale first, up to the first gap.
   *
   * @param image 0-based
   */
  static List<ScaleCodes> scales(Map<String, String> checkpoint, int image) {
    List<ScaleCodes> scales = new ArrayList<>();
    for (int scale = 1; ; scale++) {
      String codes = checkpoint.get("codes:" + image + ":" + scale);
      if (codes == null) {
        return List.copyOf(scales);
      }
      scales.add(ScaleCodes.parse(codes));
    }
  }
}
