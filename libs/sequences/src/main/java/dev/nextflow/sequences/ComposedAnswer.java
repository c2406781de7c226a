package dev.nextflow.sequences;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is of an answer of text and pictures, as its checkpoint holds it: field {@link #IDS}
 * with every token that was chosen, a JSON array, and the codes of each picture as {@link
 * DrawnScales} has them.
 *
 * @param ids tokens that were chosen, those that open pictures and the one that ends the message
 *     included
 * @param pictures scales of every picture that has any, scale 1 first
 */
public record ComposedAnswer(List<Integer> ids, List<List<ScaleCodes>> pictures) {

  /** Field of the tokens that were chosen. */
  public static final String IDS = "text:ids";

  public ComposedAnswer {
    ids = List.copyOf(ids);
    pictures = pictures.stream().map(List::copyOf).toList();
  }

  /** Reads a checkpoint; every picture up to the first scale that it lacks. */
  public static ComposedAnswer of(CompositionWork work, Map<String, String> checkpoint) {
    List<List<ScaleCodes>> pictures = new ArrayList<>();
    for (int image = 0; image < work.maxPictures(); image++) {
      List<ScaleCodes> scales = scales(work.schedule(), image, checkpoint);
      if (scales.isEmpty()) {
        break;
      }
      pictures.add(scales);
    }
    return new ComposedAnswer(ids(checkpoint.getOrDefault(IDS, "[]")), pictures);
  }

  private static List<ScaleCodes> scales(
      ScaleSchedule schedule, int image, Map<String, String> checkpoint) {
    List<ScaleCodes> scales = new ArrayList<>();
    for (int scale = 1; scale <= schedule.level(); scale++) {
      Optional<ScaleCodes> codes =
          DrawnScales.read(
              checkpoint.get(DrawnScales.field(image, scale)), schedule.grid(scale).size());
      if (codes.isEmpty()) {
        break;
      }
      scales.add(codes.get());
    }
    return scales;
  }

  private static List<Integer> ids(String jsonArray) {
    String inner = jsonArray.strip();
    inner = inner.substring(1, inner.length() - 1);
    return inner.isBlank()
        ? List.of()
        : Stream.of(inner.split(",")).map(String::strip).map(Integer::valueOf).toList();
  }

  /** The field of one scale of one picture. */
  public static Map<String, String> field(int image, int scale, ScaleCodes codes) {
    return Map.of(DrawnScales.field(image, scale), codes.toBase64());
  }

  /**
   * As much of it as can be gone on from: up to the first picture that is not whole. What follows
   * can be made again, and will be the same.
   *
   * @param boi the token that opens a picture
   * @param level scales of a whole picture
   */
  public ComposedAnswer upToFirstGap(int boi, int level) {
    int opened = 0;
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i) == boi && scales(opened++) < level) {
        return new ComposedAnswer(
            ids.subList(0, i + 1), pictures.subList(0, Math.min(opened, pictures.size())));
      }
    }
    return new ComposedAnswer(ids, pictures.subList(0, Math.min(opened, pictures.size())));
  }

  /** How many scales a picture has. */
  public int scales(int picture) {
    return picture < pictures.size() ? pictures.get(picture).size() : 0;
  }

  /** Codes of all pictures. */
  public int imageTokens() {
    return pictures.stream().flatMap(List::stream).mapToInt(ScaleCodes::size).sum();
  }
}
