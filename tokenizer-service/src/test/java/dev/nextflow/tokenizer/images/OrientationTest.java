package dev.nextflow.tokenizer.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera held sideways writes how to turn its picture; the words of EXIF 2.3, section 4.6.4. */
class OrientationTest {

  /** Two rows, {@code ab} over {@code cd} over {@code ef}, and what a viewer shows of them. */
  @ParameterizedTest
  @CsvSource({
    "1, ab/cd/ef", "2, ba/dc/fe", "3, fe/dc/ba", "4, ef/cd/ab",
    "5, ace/bdf", "6, eca/fdb", "7, fdb/eca", "8, bdf/ace"
  })
  void aPictureIsTurnedUpright(int orientation, String shown) {
    Picture turned = new Orientation(orientation).turned(letters("ab/cd/ef"));
    assertThat(turned.rgb()).isEqualTo(letters(shown).rgb());
    assertThat(turned.width()).isEqualTo(shown.indexOf('/'));
  }

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void everyFormatTellsItsOrientation(PictureFormat format) {
    byte[] plain = Pictures.file(format, 64, 32);
    assertThat(Orientation.of(plain, format)).isEqualTo(Orientation.UPRIGHT);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] sideways = with(plain, format, tiff(order, 6));
      assertThat(Orientation.of(sideways, format)).isEqualTo(new Orientation(6));
      assertThat(ImageGate.admit(sideways).width()).isEqualTo(32);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, -1})
  void whatIsNoOrientationMeansUpright(int value) {
    byte[] odd = with(jpeg(), PictureFormat.JPEG, tiff(ByteOrder.BIG_ENDIAN, value));
    assertThat(ImageGate.admit(odd).width()).isEqualTo(64);
  }

  @Test
  void damagedMetadataRefusesNoPicture() {
    byte[] whole = tiff(ByteOrder.LITTLE_ENDIAN, 6);
    for (int length = 0; length < whole.length - 8; length++) {
      byte[] cut = with(jpeg(), PictureFormat.JPEG, Arrays.copyOf(whole, length));
      assertThat(ImageGate.admit(cut).width()).isEqualTo(64);
    }
    byte[] elsewhere = whole.clone();
    ByteBuffer.wrap(elsewhere).order(ByteOrder.LITTLE_ENDIAN).putInt(4, Integer.MIN_VALUE);
    assertThat(ImageGate.admit(with(jpeg(), PictureFormat.JPEG, elsewhere)).width()).isEqualTo(64);
  }

  private static byte[] jpeg() {
    return Pictures.file(PictureFormat.JPEG, 64, 32);
  }

  private static Picture letters(String rows) {
    byte[] bytes = rows.replace("/", "").getBytes(StandardCharsets.US_ASCII);
    byte[] rgb = new byte[bytes.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = bytes[i / 3];
    }
    return new Picture(rows.indexOf('/'), rows.split("/").length, rgb);
  }

  /** Two entries: the width, which nobody asks for, and the orientation. */
  private static byte[] tiff(ByteOrder order, int orientation) {
    return ByteBuffer.allocate(38)
        .order(order)
        .put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 2)
        .putShort((short) 0x0100)
        .putShort((short) 4)
        .putInt(1)
        .putInt(64)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  private static byte[] with(byte[] file, PictureFormat format, byte[] tiff) {
    return switch (format) {
      case PNG -> Pictures.withPngChunk(file, "eXIf", tiff);
      case JPEG -> {
        byte[] marked = Pictures.concat("Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff);
        byte[] head =
            ByteBuffer.allocate(4)
                .putShort((short) 0xffe1)
                .putShort((short) (marked.length + 2))
                .array();
        yield Pictures.concat(
            Arrays.copyOf(file, 2), head, marked, Arrays.copyOfRange(file, 2, file.length));
      }
      case WEBP -> {
        ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        head.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(tiff.length);
        yield Pictures.concat(file, head.array(), tiff);
      }
    };
  }
}
