package dev.nextflow.local.journeys;

import static dev.nextflow.local.journeys.HostilePictures.behindHeader;
import static dev.nextflow.local.journeys.HostilePictures.behindStart;
import static dev.nextflow.local.journeys.HostilePictures.canvas;
import static dev.nextflow.local.journeys.HostilePictures.chunk;
import static dev.nextflow.local.journeys.HostilePictures.concat;
import static dev.nextflow.local.journeys.HostilePictures.end;
import static dev.nextflow.local.journeys.HostilePictures.exif;
import static dev.nextflow.local.journeys.HostilePictures.file;
import static dev.nextflow.local.journeys.HostilePictures.frames;
import static dev.nextflow.local.journeys.HostilePictures.header;
import static dev.nextflow.local.journeys.HostilePictures.jpegOfInks;
import static dev.nextflow.local.journeys.HostilePictures.latin1;
import static dev.nextflow.local.journeys.HostilePictures.packed;
import static dev.nextflow.local.journeys.HostilePictures.packedZeros;
import static dev.nextflow.local.journeys.HostilePictures.png;
import static dev.nextflow.local.journeys.HostilePictures.pngOf;
import static dev.nextflow.local.journeys.HostilePictures.scene;
import static dev.nextflow.local.journeys.HostilePictures.segment;
import static dev.nextflow.local.journeys.HostilePictures.webp;
import static dev.nextflow.local.journeys.HostilePictures.webpChunk;
import static dev.nextflow.local.journeys.HostilePictures.withChunk;
import static dev.nextflow.local.journeys.Viewer.decoded;
import static dev.nextflow.local.journeys.Viewer.inPasses;
import static dev.nextflow.local.journeys.Viewer.turned;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** Odd files that are pictures all the same, each with its pixels in a plain PNG. */
final class ReadPictures {

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int GREY = 0;
  private static final int COLOUR = 2;
  private static final int PALETTE = 3;
  private static final int GREY_WITH_ALPHA = 4;
  private static final int COLOUR_WITH_ALPHA = 6;

  /** What must be found nowhere afterwards. */
  static final String SECRET = "zebrafinch";

  private static final BufferedImage SCENE = scene(WIDTH, HEIGHT);
  private static final byte[] PNG = png(SCENE);
  private static final byte[] WHITE = png(filled((x, y) -> 0xffffff));
  private static final byte[] GREYS = png(filled((x, y) -> grey(x, y) * 0x010101));
  private static final byte[] BANDS = png(filled((x, y) -> colour(band(x, y))));

  /**
   * One file.
   *
   * @param name begins with its type: png, jpeg or webp
   * @param plain a PNG of the same pixels
   */
  record Read(String name, byte[] file, byte[] plain) {

    String mediaType() {
      return "image/" + name.split(" ", 2)[0];
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final List<Read> files = new ArrayList<>();

  private ReadPictures() {}

  static List<Read> all() {
    ReadPictures all = new ReadPictures();
    all.addDepths();
    all.addPngs();
    all.addPacked();
    all.addJpegs();
    all.addWebps();
    return List.copyOf(all.files);
  }

  private void add(String name, byte[] file, byte[] plain) {
    files.add(new Read(name, file, plain));
  }

  private void addDepths() {
    add("png of 8 bits of grey", raw(8, GREY, (x, y) -> new int[] {grey(x, y)}), GREYS);
    add("png of 16 bits of grey", raw(16, GREY, (x, y) -> twice(grey(x, y))), GREYS);
    add(
        "png of grey, and of alpha",
        raw(8, GREY_WITH_ALPHA, (x, y) -> new int[] {grey(x, y), 255}),
        GREYS);
    add(
        "png of 16 bits of grey, and of alpha",
        raw(16, GREY_WITH_ALPHA, (x, y) -> twice(grey(x, y), 255)),
        GREYS);
    add("png of 16 bits of colour", raw(16, COLOUR, (x, y) -> twice(rgb(x, y))), PNG);
    add(
        "png of 16 bits of colour, and of alpha",
        raw(16, COLOUR_WITH_ALPHA, (x, y) -> twice(rgb(x, y)[0], rgb(x, y)[1], rgb(x, y)[2], 255)),
        PNG);
    add(
        "png that nothing covers",
        raw(8, COLOUR_WITH_ALPHA, (x, y) -> new int[] {grey(x, y), 7, 9, 0}),
        WHITE);
    add("png of one bit", pngOf(header(WIDTH, HEIGHT, 1, GREY), ones(), end()), WHITE);
    add("png of a palette", bands(new byte[0]), BANDS);
    add("png of a palette of holes", bands(chunk("tRNS", new byte[16])), WHITE);
  }

  private void addPngs() {
    add("png in seven passes", inPasses(SCENE), PNG);
    add("png in pieces of three bytes", inPieces(), PNG);
    add("png and an archive", concat(PNG, latin1("PK\u0003\u0004")), PNG);
    add("png and a page", concat(PNG, latin1("<script>alert(1)</script>")), PNG);
    add("png with a comment", withChunk(PNG, "tEXt", latin1("a\0" + SECRET)), PNG);
    add("png with a wrong sum of its text", behindHeader(PNG, chunk("tEXt", new byte[9], 7)), PNG);
    add("png turned by 6", withChunk(PNG, "eXIf", tail(exif(6), 6)), png(turned(SCENE, 6)));
  }

  /** Each would unpack to 64 MB, or claims much that nobody asked for. */
  private void addPacked() {
    byte[] zeros = packedZeros(64);
    byte[] named = concat(latin1("a\0\0"), zeros);
    byte[] international = concat(latin1("a\0\1\0\0\0"), zeros);
    add("png with text of 600 KB", withChunk(PNG, "tEXt", new byte[600_000]), PNG);
    add("png with packed text", withChunk(PNG, "zTXt", named), PNG);
    add("png with packed text in Unicode", withChunk(PNG, "iTXt", international), PNG);
    add("png with a packed profile", withChunk(PNG, "iCCP", named), PNG);
    add("png of a palette, with packed text", bands(chunk("zTXt", named)), BANDS);
    add("png of a palette, with text in Unicode", bands(chunk("iTXt", international)), BANDS);
    add("png of a palette, with a profile", bands(chunk("iCCP", named)), BANDS);
    add(
        "png of more pixels than it says",
        pngOf(header(WIDTH, HEIGHT, 8, COLOUR), chunk("IDAT", zeros), end()),
        png(filled((x, y) -> 0)));
  }

  private void addJpegs() {
    byte[] jpeg = file(SCENE, "jpeg");
    BufferedImage decoded = decoded(jpeg, "jpeg");
    byte[] plain = png(decoded);
    add("jpeg", jpeg, plain);
    byte[] page = latin1("<script>" + SECRET + "</script>");
    add("jpeg with a page in it", behindStart(jpeg, segment(0xfffe, page)), plain);
    add("jpeg and a page", concat(jpeg, page), plain);
    add("jpeg with 60 KB of zeros", behindStart(jpeg, segment(0xffed, new byte[60_000])), plain);
    byte[] camera = segment(0xffe1, latin1("Exif\0\0MM\0*\u00ff\u00ff\u00ff\u00ff"));
    add("jpeg with damaged data of a camera", behindStart(jpeg, camera), plain);
    byte[] profile = concat(latin1("ICC_PROFILE\0\1\1"), new byte[4_000]);
    add("jpeg with a damaged profile", behindStart(jpeg, segment(0xffe2, profile)), plain);
    byte[] sound = concat(latin1("ICC_PROFILE\0\1\1"), linearProfile());
    add("jpeg with a sound profile", behindStart(jpeg, segment(0xffe2, sound)), plain);
    for (int orientation = 2; orientation <= 8; orientation++) {
      add(
          "jpeg turned by " + orientation,
          behindStart(jpeg, segment(0xffe1, exif(orientation))),
          png(turned(decoded, orientation)));
    }
    add("jpeg of four inks", jpegOfInks(WIDTH, HEIGHT), WHITE);
  }

  private void addWebps() {
    byte[] webp = file(SCENE, "webp");
    byte[] plain = png(decoded(webp, "webp"));
    add("webp", webp, plain);
    add("webp on a canvas", webp(canvas(0, WIDTH, HEIGHT), frames(webp)), plain);
    byte[] profile = webpChunk("ICCP", linearProfile());
    add("webp with a sound profile", webp(canvas(32, WIDTH, HEIGHT), profile, frames(webp)), plain);
    byte[] damaged = webpChunk("ICCP", new byte[4_000]);
    add(
        "webp with a damaged profile",
        webp(canvas(32, WIDTH, HEIGHT), damaged, frames(webp)),
        plain);
    add("webp and a page", concat(webp, latin1("<script>" + SECRET)), plain);
  }

  /** Under which every middling colour would be a brighter one. */
  private static byte[] linearProfile() {
    return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
  }

  private interface Samples {
    int[] at(int x, int y);
  }

  /** A PNG of bytes as they come, line by line. */
  private static byte[] raw(int bits, int colourType, Samples samples) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int y = 0; y < HEIGHT; y++) {
      lines.write(0); // no filter
      for (int x = 0; x < WIDTH; x++) {
        for (int sample : samples.at(x, y)) {
          lines.write(sample);
        }
      }
    }
    byte[] pixels = chunk("IDAT", packed(lines.toByteArray()));
    return pngOf(header(WIDTH, HEIGHT, bits, colourType), pixels, end());
  }

  /** A PNG of a palette, with something between its colours and its pixels. */
  private static byte[] bands(byte[] between) {
    byte[] plain = raw(8, PALETTE, (x, y) -> new int[] {band(x, y)});
    ByteArrayOutputStream colours = new ByteArrayOutputStream();
    for (int i = 0; i < 16; i++) {
      colours.write(colour(i) >> 16);
      colours.write(colour(i) >> 8);
      colours.write(colour(i));
    }
    return behindHeader(plain, concat(chunk("PLTE", colours.toByteArray()), between));
  }

  private static byte[] ones() {
    byte[] lines = new byte[(1 + WIDTH / 8) * HEIGHT];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = (byte) (i % (1 + WIDTH / 8) == 0 ? 0 : 255);
    }
    return chunk("IDAT", packed(lines));
  }

  private static byte[] inPieces() {
    int start = HostilePictures.find(PNG, latin1("IDAT")) + 4;
    byte[] pixels = Arrays.copyOfRange(PNG, start, PNG.length - 16);
    byte[] pieces = new byte[0];
    for (int at = 0; at < pixels.length; at += 3) {
      byte[] piece = Arrays.copyOfRange(pixels, at, Math.min(at + 3, pixels.length));
      pieces = concat(pieces, chunk("IDAT", piece));
    }
    return pngOf(header(WIDTH, HEIGHT, 8, COLOUR), pieces, end());
  }

  private static BufferedImage filled(IntBinaryOperator rgb) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, rgb.applyAsInt(x, y));
      }
    }
    return image;
  }

  private static int[] rgb(int x, int y) {
    int rgb = SCENE.getRGB(x, y);
    return new int[] {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255};
  }

  private static int[] twice(int... samples) {
    int[] twice = new int[samples.length * 2];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = samples[i / 2];
    }
    return twice;
  }

  private static int grey(int x, int y) {
    return (4 * x + y) % 256;
  }

  private static int band(int x, int y) {
    return (x / 8 + y / 8) % 16;
  }

  private static int colour(int index) {
    return index * 0x0f1109 & 0xffffff;
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }
}
