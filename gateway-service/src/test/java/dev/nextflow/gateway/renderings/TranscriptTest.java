package dev.nextflow.gateway.renderings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.sequences.ScaleCodes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  private static final ScaleCodes FIRST = ScaleCodes.of(9);
  private static final ScaleCodes SECOND = ScaleCodes.of(1, 2, 3, 4);

  @Test
  void scalesComeInOrderUpToTheFirstGap() {
    Map<String, String> checkpoint =
        Map.of(
            "codes:1:4", FIRST.toBase64(),
            "codes:1:2", SECOND.toBase64(),
            "codes:1:1", FIRST.toBase64(),
            "codes:0:3", FIRST.toBase64());

    assertThat(Transcript.scales(checkpoint, 1)).containsExactly(FIRST, SECOND);
  }

  @Test
  void aPictureThatWasNotBegunHasNone() {
    assertThat(Transcript.scales(Map.of("codes:1:1", FIRST.toBase64()), 0)).isEmpty();
  }
}
