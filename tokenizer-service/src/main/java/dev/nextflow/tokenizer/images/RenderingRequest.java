package dev.nextflow.tokenizer.images;

import static dev.nextflow.tokenizer.problems.Required.required;

import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.tokenizer.problems.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Codes to make a picture of.
 *
 * @param digest of the bundle that drew them
 * @param fullGrid of their schedule
 * @param level of their schedule
 * @param codes base64, scale 1 first; the first scales alone give a draft
 * @param width pixels to shrink to, keeping the shape; null: as decoded
 * @param quality of JPEG and WebP, 1..100; null: the usual 90
 */
record RenderingRequest(
    String digest,
    GridShape fullGrid,
    Integer level,
    List<@Nullable String> codes,
    PictureFormat format,
    @Nullable Integer width,
    @Nullable Integer quality) {

  RenderingRequest {
    required("digest", digest);
    required("fullGrid", fullGrid);
    required("level", level);
    required("codes", codes);
    required("format", format);
    if (quality != null && (quality < 1 || quality > PictureEncoder.BEST_QUALITY)) {
      throw ProblemException.invalid("quality", "must be 1.." + PictureEncoder.BEST_QUALITY);
    }
    if (quality != null && format == PictureFormat.PNG) {
      throw ProblemException.invalid("quality", "must be left out with png, which loses nothing");
    }
  }

  /** A grid as it stands in the request; not yet known to be one. */
  record GridShape(Integer height, Integer width) {

    GridShape {
      Required.required("fullGrid.height", height);
      Required.required("fullGrid.width", width);
    }

    Grid grid() {
      try {
        return new Grid(height, width);
      } catch (IllegalArgumentException e) {
        throw ProblemException.invalid("fullGrid", "must be 1x1 to 128x128");
      }
    }
  }
}
