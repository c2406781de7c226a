package dev.nextflow.tokenizer.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {

  @Test
  void theSameSizeIsTheSamePicture() {
    Picture scene = Pictures.picture(31, 17);
    assertThat(Resampling.resize(scene, 31, 17).rgb()).isEqualTo(scene.rgb());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "64,64", "200,10", "500,300"})
  void oneColourStaysOneColourAtEverySize(int width, int height) {
    byte[] rgb = new byte[90 * 60 * 3];
    Arrays.fill(rgb, (byte) 201);
    byte[] resized = Resampling.resize(new Picture(90, 60, rgb), width, height).rgb();
    assertThat(resized).hasSize(width * height * 3).containsOnly(201);
  }

  @Test
  void shrinkingAveragesOverAllPixels() {
    byte[] rgb = new byte[128 * 128 * 3];
    for (int pixel = 0; pixel < 128 * 128; pixel++) {
      Arrays.fill(rgb, pixel * 3, pixel * 3 + 3, (byte) ((pixel / 128 + pixel) % 2 == 0 ? 255 : 0));
    }
    for (byte value : Resampling.resize(new Picture(128, 128, rgb), 8, 8).rgb()) {
      assertThat(value & 0xff).isCloseTo(128, within(4));
    }
  }

  @Test
  void coveringCutsOffWhatStandsOverEvenly() {
    // Left third red, middle third green, right third blue: a square in the middle is all green.
    Picture stripes = new Picture(90, 30, new byte[90 * 30 * 3]);
    for (int pixel = 0; pixel < 90 * 30; pixel++) {
      stripes.rgb()[pixel * 3 + pixel % 90 / 30] = (byte) 255;
    }
    Picture square = Resampling.cover(stripes, 30, 30);
    int middle = (15 * 30 + 15) * 3;
    assertThat(square.rgb()[middle + 1] & 0xff).isEqualTo(255);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 30; x++) {
        assertThat(square.rgb()[(y * 30 + x) * 3 + 1] & 0xff).as("%d,%d", x, y).isGreaterThan(200);
      }
    }
  }
}
