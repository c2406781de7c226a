package dev.nextflow.gateway.renderings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PictureTagTest {

  private static final Grid SQUARE = new Grid(64, 64);
  private static final List<ScaleCodes> CODES =
      List.of(ScaleCodes.of(7), ScaleCodes.of(1, 2, 3, 4));

  @Test
  void theSamePictureHasTheSameTag() {
    assertThat(tag("sha256:a", SQUARE, 6, CODES, "png", 48))
        .isEqualTo(tag("sha256:a", SQUARE, 6, List.copyOf(CODES), "png", 48))
        .matches("\"[0-9a-f]{32}\"");
  }

  @Test
  void whateverChangesTheBytesChangesTheTag() {
    Set<String> tags = new HashSet<>();
    tags.add(tag("sha256:a", SQUARE, 6, CODES, "png", null));
    tags.add(tag("sha256:b", SQUARE, 6, CODES, "png", null));
    tags.add(tag("sha256:a", new Grid(60, 64), 6, CODES, "png", null));
    tags.add(tag("sha256:a", SQUARE, 7, CODES, "png", null));
    tags.add(tag("sha256:a", SQUARE, 6, CODES.subList(0, 1), "png", null));
    tags.add(
        tag(
            "sha256:a",
            SQUARE,
            6,
            List.of(ScaleCodes.of(7, 1), ScaleCodes.of(2, 3, 4)),
            "png",
            null));
    tags.add(tag("sha256:a", SQUARE, 6, CODES, "webp", null));
    tags.add(tag("sha256:a", SQUARE, 6, CODES, "png", 48));

    tags.add(PictureTag.of(new Rendering("sha256:a", SQUARE, 6, CODES, "webp", null, 50)));

    assertThat(tags).hasSize(9);
  }

  private static String tag(
      String digest, Grid grid, int level, List<ScaleCodes> codes, String format, Integer width) {
    return PictureTag.of(new Rendering(digest, grid, level, codes, format, width, null));
  }
}
