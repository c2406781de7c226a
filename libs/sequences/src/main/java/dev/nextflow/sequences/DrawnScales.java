package dev.nextflow.sequences;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scales that every picture of a job has: those it was given, then those that stand in its
 * checkpoint. There field {@code codes:<image>:<scale>} (image 0-based, scale 1-based) holds the
 * codes' base64.
 */
public final class DrawnScales {

  private final List<List<ScaleCodes>> ofImage;

  private DrawnScales(List<List<ScaleCodes>> ofImage) {
    this.ofImage = ofImage;
  }

  /**
   * Reads a checkpoint up to the first scale that a picture lacks, or that does not fit the
   * schedule: what follows can be drawn again, and will be the same.
   */
  public static DrawnScales of(GenerationWork work, Map<String, String> checkpoint) {
    List<List<ScaleCodes>> ofImage = new ArrayList<>();
    for (int image = 0; image < work.images(); image++) {
      ofImage.add(new ArrayList<>(work.given()));
    }
    for (int scale = work.given().size() + 1; scale <= work.schedule().level(); scale++) {
      int size = work.schedule().grid(scale).size();
      List<ScaleCodes> codes = new ArrayList<>();
      for (int image = 0; image < work.images(); image++) {
        read(checkpoint.get(field(image, scale)), size).ifPresent(codes::add);
      }
      if (codes.size() < work.images()) {
        break;
      }
      for (int image = 0; image < work.images(); image++) {
        ofImage.get(image).add(codes.get(image));
      }
    }
    return new DrawnScales(ofImage);
  }

  /** The fields of one scale, one for every picture. */
  public static Map<String, String> fields(int scale, List<ScaleCodes> codesOfEachImage) {
    Map<String, String> fields = new HashMap<>();
    for (int image = 0; image < codesOfEachImage.size(); image++) {
      fields.put(field(image, scale), codesOfEachImage.get(image).toBase64());
    }
    return fields;
  }

  /** These, and the next scale of every picture. */
  public DrawnScales and(List<ScaleCodes> codesOfEachImage) {
    List<List<ScaleCodes>> more = new ArrayList<>();
    for (int image = 0; image < ofImage.size(); image++) {
      List<ScaleCodes> scales = new ArrayList<>(ofImage.get(image));
      scales.add(codesOfEachImage.get(image));
      more.add(scales);
    }
    return new DrawnScales(more);
  }

  /** How many scales there are. */
  public int count() {
    return ofImage.getFirst().size();
  }

  /** The scales of one picture, scale 1 first. */
  public List<ScaleCodes> ofImage(int image) {
    return List.copyOf(ofImage.get(image));
  }

  /** The scales of all pictures, [picture][scale]. */
  public List<List<ScaleCodes>> ofImages() {
    return ofImage.stream().map(List::copyOf).toList();
  }

  static String field(int image, int scale) {
    return "codes:" + image + ":" + scale;
  }

  static Optional<ScaleCodes> read(@Nullable String text, int size) {
    try {
      return Optional.ofNullable(text).map(ScaleCodes::parse).filter(codes -> codes.size() == size);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
