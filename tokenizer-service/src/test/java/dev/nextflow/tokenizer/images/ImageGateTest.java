package dev.nextflow.tokenizer.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGateTest {

  /** More of them with {@code -Dnextflow.fuzz.rounds=100000}. */
  static final int FUZZ_ROUNDS = Integer.getInteger("nextflow.fuzz.rounds", 1_500);

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void aPictureComesThroughAsItIs(PictureFormat format) {
    Picture scene = Pictures.picture(120, 80);
    Picture admitted = ImageGate.admit(PictureEncoder.encode(scene, format, null));
    assertThat(admitted.width()).isEqualTo(120);
    assertThat(admitted.height()).isEqualTo(80);
    assertThat(meanDifference(admitted, scene)).isLessThan(format == PictureFormat.PNG ? 1e-9 : 3);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,4096", "4096,1", "2048,2048"})
  void oddShapesWithinTheLimitsAreLetIn(int width, int height) {
    Picture admitted = ImageGate.admit(Pictures.file(PictureFormat.PNG, width, height));
    assertThat(admitted.rgb()).hasSize(width * height * 3);
  }

  @ParameterizedTest
  @CsvSource({
    "60000, 60000, must be at most 4096 pixels wide and high",
    "2147483647, 2147483647, must be at most 4096 pixels wide and high",
    "30000, 30000, must be at most 4096 pixels wide and high",
    "4097, 1, must be at most 4096 pixels wide and high",
    "1, 4097, must be at most 4096 pixels wide and high",
    "4096, 4096, must be at most 4 megapixels",
    "2049, 2048, must be at most 4 megapixels",
    "0, 7, must be whole and undamaged",
    "-1, 7, must be whole and undamaged"
  })
  void aHeaderIsBelievedBeforeAnythingIsDecoded(int width, int height, String rule) {
    byte[] bomb = Pictures.pngClaiming(width, height);
    assertThat(bomb).hasSizeLessThan(80);
    assertRefused(bomb, rule);
  }

  @ParameterizedTest
  @EnumSource(
      value = PictureFormat.class,
      names = {"JPEG", "WEBP"})
  void theLimitsHoldForEveryFormat(PictureFormat format) {
    assertRefused(Pictures.file(format, 4100, 8), "must be at most 4096 pixels wide and high");
    assertRefused(Pictures.file(format, 2100, 2100), "must be at most 4 megapixels");
  }

  @Test
  void aFileOfMoreThanTenMegabytesIsRefusedUnread() {
    byte[] padded = Arrays.copyOf(Pictures.file(PictureFormat.PNG, 8, 8), 10 * 1024 * 1024 + 1);
    assertRefused(padded, "must be at most 10 MB");
  }

  @Test
  void otherFormatsAreRefusedWhateverTheyAre() {
    BufferedImage scene = Pictures.scene(16, 16, BufferedImage.TYPE_INT_RGB);
    for (byte[] file :
        new byte[][] {
          Pictures.file(scene, "gif"),
          Pictures.file(scene, "bmp"),
          Pictures.file(scene, "tiff"),
          "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8),
          "%PDF-1.7".getBytes(StandardCharsets.UTF_8),
          "RIFF\0\0\0\0WAVE".getBytes(StandardCharsets.UTF_8),
          new byte[0],
          new byte[4096]
        }) {
      assertRefused(file, "must be a PNG, JPEG or WebP");
    }
  }

  @Test
  void animatedPicturesAreRefused() {
    byte[] png = Pictures.file(PictureFormat.PNG, 16, 16);
    assertRefused(Pictures.withPngChunk(png, "acTL", new byte[8]), "must not be animated");
    assertRefused(webp(chunk("VP8X", "02000000" + "0f0000" + "0f0000")), "must not be animated");
    assertRefused(webp(chunk("ANIM", "000000000000")), "must not be animated");
  }

  @Test
  void aWebpWhoseFrameIsNotItsCanvasIsRefused() {
    byte[] still = Pictures.file(PictureFormat.WEBP, 64, 64);
    byte[] frame = Arrays.copyOfRange(still, 12, still.length);
    byte[] canvas = chunk("VP8X", "00000000" + "070000" + "070000");
    assertRefused(webp(Pictures.concat(canvas, frame)), "must be whole and undamaged");
  }

  @Test
  void aJpegOfTwoFramesIsRefused() {
    byte[] one = Pictures.file(PictureFormat.JPEG, 64, 64);
    byte[] two =
        Pictures.concat(Arrays.copyOf(one, one.length - 2), Arrays.copyOfRange(one, 2, one.length));
    assertRefused(two, "must be whole and undamaged");
  }

  /** Every scan may pass over all pixels: the count is what a progressive JPEG costs. */
  @Test
  void aJpegOfManyScansIsRefused() {
    byte[] jpeg = Pictures.file(PictureFormat.JPEG, 64, 64);
    byte[] scan = HexFormat.of().parseHex("ffda000801010000000000");
    byte[] scans = new byte[0];
    for (int i = 0; i < 101; i++) {
      scans = Pictures.concat(scans, scan);
    }
    byte[] end = {(byte) 0xff, (byte) 0xd9};
    byte[] many = Pictures.concat(Arrays.copyOf(jpeg, jpeg.length - 2), scans, end);
    assertRefused(many, "must have at most 100 scans");
  }

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void aTruncatedPictureIsRefusedWhereverItEnds(PictureFormat format) {
    byte[] file = Pictures.file(format, 64, 64);
    for (int length : new int[] {12, 16, 21, 30, 33, 40, file.length / 2, file.length * 3 / 4}) {
      byte[] part = Arrays.copyOf(file, length);
      assertThatExceptionOfType(ProblemException.class)
          .as("%s of %d bytes", format, length)
          .isThrownBy(() -> ImageGate.admit(part));
    }
  }

  /** Java's own reader would take any of these for what it was not. */
  @Test
  void aPngWithAWrongSumIsRefusedUnlessNobodyNeedsTheChunk() {
    byte[] png = Pictures.file(PictureFormat.PNG, 64, 64);
    int ofHeader = Pictures.PNG_SIGNATURE_AND_IHDR_BYTES - 4;
    int ofPixels = png.length - 16;
    int ofEnd = png.length - 4;
    for (int sum : new int[] {ofHeader, ofPixels, ofEnd}) {
      byte[] damaged = png.clone();
      damaged[sum] ^= 1;
      assertRefused(damaged, "must be whole and undamaged");
    }
    byte[] comment = Pictures.withPngChunk(png, "tEXt", new byte[9]);
    comment[ofHeader + 4 + 8 + 9] ^= 1;
    assertThat(ImageGate.admit(comment).rgb()).isEqualTo(ImageGate.admit(png).rgb());
    assertRefused(Pictures.withPngChunk(png, "IHDR", new byte[13]), "must be whole and undamaged");
    assertRefused(Pictures.withPngChunk(png, "XXXX", new byte[0]), "must be whole and undamaged");
    assertRefused(Arrays.copyOf(png, png.length - 12), "must be whole and undamaged");
  }

  /** Under this one every middling colour would be a brighter one. */
  @Test
  void aColourProfileIsNotLookedAt() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] mark = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    byte[] length = ByteBuffer.allocate(2).putShort((short) (16 + profile.length)).array();
    byte[] jpeg = Pictures.file(PictureFormat.JPEG, 64, 64);
    byte[] profiled =
        Pictures.concat(
            Arrays.copyOf(jpeg, 2),
            new byte[] {(byte) 0xff, (byte) 0xe2},
            length,
            mark,
            profile,
            Arrays.copyOfRange(jpeg, 2, jpeg.length));
    assertThat(ImageGate.admit(profiled).rgb()).isEqualTo(ImageGate.admit(jpeg).rgb());

    byte[] webp = Pictures.file(PictureFormat.WEBP, 64, 64);
    byte[] canvas = chunk("VP8X", "20000000" + "3f0000" + "3f0000");
    byte[] iccp = chunk("ICCP", HexFormat.of().formatHex(profile));
    byte[] frame = Arrays.copyOfRange(webp, 12, webp.length);
    assertThat(ImageGate.admit(webp(Pictures.concat(canvas, iccp, frame))).rgb())
        .isEqualTo(ImageGate.admit(webp).rgb());
  }

  /** Compressed text in a PNG can unpack to a thousand times its size; nobody asked for it. */
  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iCCP", "iTXt"})
  void compressedMetadataIsNotUnpacked(String chunk) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        (chunk.equals("iTXt") ? "a\0\1\0\0\0" : "a\0\0").getBytes(StandardCharsets.ISO_8859_1));
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(body)) {
      for (int i = 0; i < 64; i++) {
        deflater.write(new byte[1024 * 1024]);
      }
    }
    byte[] bomb =
        Pictures.withPngChunk(Pictures.file(PictureFormat.PNG, 16, 16), chunk, body.toByteArray());
    ImageGate.admit(bomb);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    ImageGate.admit(bomb);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 * 1024 * 1024);
  }

  @Test
  void greyStaysAsBrightAsItIs() {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      BufferedImage grey = new BufferedImage(8, 8, type);
      int full = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
      for (int i = 0; i < 64; i++) {
        grey.getRaster().setSample(i % 8, i / 8, 0, full * 128 / 255);
      }
      byte[] rgb = ImageGate.admit(Pictures.file(grey, "png")).rgb();
      assertThat(rgb[0] & 0xff).isCloseTo(128, within(1));
    }
  }

  @Test
  void transparencyLiesOnWhite() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00ff0000);
    image.setRGB(1, 0, 0x80000000);
    byte[] rgb = ImageGate.admit(Pictures.file(image, "png")).rgb();
    assertThat(rgb[0] & 0xff).isEqualTo(255);
    assertThat(rgb[1] & 0xff).isEqualTo(255);
    assertThat(rgb[3] & 0xff).isCloseTo(127, within(1));
  }

  @Test
  void aPaletteIsLookedUp() {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(0, 0, Color.RED.getRGB());
    byte[] rgb = ImageGate.admit(Pictures.file(image, "png")).rgb();
    assertThat(Arrays.copyOf(rgb, 3)).containsExactly(255, 0, 0);
  }

  /** Print shops send four inks, and Java's own reader knows only three colours. */
  @Test
  void aJpegOfFourInksComesThroughAsColours() throws Exception {
    WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var output = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(output);
      writer.write(new IIOImage(inks, null, null));
    } finally {
      writer.dispose();
    }
    Picture admitted = ImageGate.admit(file.toByteArray());
    assertThat(admitted.rgb()).hasSize(16 * 16 * 3);
  }

  /** Whatever is done to a file: a picture or a refusal, never anything else. */
  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void mutatedPicturesGiveAPictureOrARefusal(PictureFormat format) {
    byte[] seed = Pictures.file(format, 48, 32);
    Random random = new Random(format.ordinal());
    int refused = 0;
    for (int round = 0; round < FUZZ_ROUNDS; round++) {
      byte[] mutated = Mutations.of(seed, random);
      try {
        ImageGate.admit(mutated);
      } catch (ProblemException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static void assertRefused(byte[] file, String rule) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ImageGate.admit(file))
        .satisfies(e -> {
          assertThat(e.problem().code()).isEqualTo("invalid-picture");
          assertThat(e.problem().errors()).containsExactly(new FieldError("picture", rule));
        });
  }

  private static double meanDifference(Picture a, Picture b) {
    double sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return sum / a.rgb().length;
  }

  private static byte[] webp(byte[] chunks) {
    return Pictures.concat(
        "RIFF".getBytes(StandardCharsets.US_ASCII),
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(4 + chunks.length).array(),
        "WEBP".getBytes(StandardCharsets.US_ASCII),
        chunks);
  }

  private static byte[] chunk(String type, String hex) {
    byte[] body = HexFormat.of().parseHex(hex);
    return Pictures.concat(
        type.getBytes(StandardCharsets.US_ASCII),
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(body.length).array(),
        body);
  }
}
