package dev.nextflow.tokenizer.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureEncoderTest {

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void theSamePictureGivesTheSameBytes(PictureFormat format) {
    assertThat(Pictures.file(format, 96, 96)).isEqualTo(Pictures.file(format, 96, 96));
  }

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void whatIsWrittenSaysWhatItIs(PictureFormat format) {
    assertThat(PictureHeader.read(Pictures.file(format, 97, 33)))
        .isEqualTo(new PictureHeader(format, 97, 33));
  }

  @ParameterizedTest
  @EnumSource(value = PictureFormat.class, names = "PNG", mode = EnumSource.Mode.EXCLUDE)
  void aLowerQualityIsSmallerAndTheUsualIsNinety(PictureFormat format) {
    Picture picture = Pictures.picture(96, 96);
    byte[] usual = PictureEncoder.encode(picture, format, null);
    assertThat(PictureEncoder.encode(picture, format, 20)).hasSizeLessThan(usual.length);
    assertThat(PictureEncoder.encode(picture, format, 100)).hasSizeGreaterThan(usual.length);
    assertThat(PictureEncoder.encode(picture, format, 90)).isEqualTo(usual);
  }

  @Test
  void lossyFormatsAreSmaller() {
    int png = Pictures.file(PictureFormat.PNG, 256, 256).length;
    assertThat(Pictures.file(PictureFormat.JPEG, 256, 256).length).isLessThan(png);
    assertThat(Pictures.file(PictureFormat.WEBP, 256, 256).length).isLessThan(png);
  }
}
