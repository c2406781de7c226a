package dev.nextflow.local.journeys;

import static dev.nextflow.local.journeys.HostilePictures.canvas;
import static dev.nextflow.local.journeys.HostilePictures.chunk;
import static dev.nextflow.local.journeys.HostilePictures.concat;
import static dev.nextflow.local.journeys.HostilePictures.end;
import static dev.nextflow.local.journeys.HostilePictures.file;
import static dev.nextflow.local.journeys.HostilePictures.find;
import static dev.nextflow.local.journeys.HostilePictures.frames;
import static dev.nextflow.local.journeys.HostilePictures.header;
import static dev.nextflow.local.journeys.HostilePictures.latin1;
import static dev.nextflow.local.journeys.HostilePictures.packed;
import static dev.nextflow.local.journeys.HostilePictures.patched;
import static dev.nextflow.local.journeys.HostilePictures.png;
import static dev.nextflow.local.journeys.HostilePictures.pngOf;
import static dev.nextflow.local.journeys.HostilePictures.scene;
import static dev.nextflow.local.journeys.HostilePictures.webp;
import static dev.nextflow.local.journeys.HostilePictures.webpChunk;
import static dev.nextflow.local.journeys.HostilePictures.withChunk;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that no picture comes of, by the rule that each breaks. */
final class RefusedPictures {

  static final String WHOLE = "must be whole and undamaged";
  static final String FORMAT = "must be a PNG, JPEG or WebP";
  static final String SIDE = "must be at most 4096 pixels wide and high";
  static final String AREA = "must be at most 4 megapixels";
  static final String STILL = "must not be animated";
  static final String SCANS = "must have at most 100 scans";
  static final String SMALL = "must be at least 16 pixels wide and high";
  static final String SHAPE = "must be at most 4 times as wide as high, and as high as wide";
  static final String TYPE = "must be what its media type says";

  /**
   * One file.
   *
   * @param name begins with what the file claims to be: png, jpeg or webp
   */
  record Refused(String name, String rule, byte[] file) {

    String mediaType() {
      return "image/" + name.split(" ", 2)[0];
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final BufferedImage SCENE = scene(64, 48);
  private static final byte[] PNG = png(SCENE);
  private static final byte[] JPEG = file(SCENE, "jpeg");
  private static final byte[] WEBP = file(SCENE, "webp");

  private final Map<String, Refused> files = new LinkedHashMap<>();

  private RefusedPictures() {}

  static List<Refused> all() {
    RefusedPictures all = new RefusedPictures();
    all.addTooLarge();
    all.addTooSmall();
    all.addMoving();
    all.addOthers();
    all.addCut();
    all.addDamaged();
    return List.copyOf(all.files.values());
  }

  private void add(String rule, String name, byte[] file) {
    if (files.put(name, new Refused(name, rule, file)) != null) {
      throw new IllegalStateException("twice: " + name);
    }
  }

  private void addTooLarge() {
    add(SIDE, "png of 60,000 x 60,000", pngOf(header(60_000, 60_000, 1, 0), pixels(8)));
    add(SIDE, "png of 2^31-1 x 1", pngOf(header(Integer.MAX_VALUE, 1, 16, 6), pixels(8)));
    add(SIDE, "png of 4097 x 16", png(scene(4097, 16)));
    add(SIDE, "jpeg of 65,535 x 65,535", patched(JPEG, frame() + 5, 255, 255, 255, 255));
    add(SIDE, "webp of 16,384 x 16,384", webp(webpChunk("VP8L", new byte[] {47, -1, -1, -1, 15})));
    add(
        SIDE,
        "webp of 16,383 x 16,383",
        webp(webpChunk("VP8 ", new byte[] {16, 0, 0, -99, 1, 42, -1, 63, -1, 63})));
    add(AREA, "png of 4096 x 4096", pngOf(header(4096, 4096, 16, 6), pixels(8)));
    add(AREA, "jpeg of 4096 x 4096", patched(JPEG, frame() + 5, 16, 0, 16, 0));
  }

  private void addTooSmall() {
    add(SMALL, "png of 1 x 1", png(scene(1, 1)));
    add(SMALL, "png of 1 x 4096", png(scene(1, 4096)));
    add(SMALL, "png of 4096 x 1", png(scene(4096, 1)));
    add(SMALL, "png of 15 x 60", png(scene(15, 60)));
    add(SMALL, "jpeg of 1 x 1", file(scene(1, 1), "jpeg"));
    add(SMALL, "webp of 1 x 1", file(scene(1, 1), "webp"));
    add(SHAPE, "png of 16 x 4096", png(scene(16, 4096)));
    add(SHAPE, "png of 65 x 16", png(scene(65, 16)));
    add(SHAPE, "jpeg of 4096 x 16", file(scene(4096, 16), "jpeg"));
  }

  private void addMoving() {
    add(STILL, "png that moves", withChunk(PNG, "acTL", new byte[8]));
    add(STILL, "webp that moves", webp(canvas(2, 64, 48), webpChunk("ANIM", new byte[6])));
    add(STILL, "webp of frames", webp(canvas(0, 64, 48), webpChunk("ANIM", new byte[6])));
    byte[] scan = {-1, -38, 0, 8, 1, 1, 0, 0, 63, 0};
    byte[] scans = concat(Collections.nCopies(120, scan).toArray(byte[][]::new));
    byte[] end = {-1, -39};
    add(SCANS, "jpeg of 121 scans", concat(Arrays.copyOf(JPEG, JPEG.length - 2), scans, end));
  }

  private void addOthers() {
    add(FORMAT, "png that is a GIF", file(SCENE, "gif"));
    add(FORMAT, "png that is a BMP", file(SCENE, "bmp"));
    add(FORMAT, "png that is a TIFF", file(SCENE, "tiff"));
    add(FORMAT, "png that is an SVG", latin1("<svg xmlns='http://www.w3.org/2000/svg'/>"));
    add(FORMAT, "png that is a page", latin1("<!doctype html><script>alert(1)</script>"));
    add(FORMAT, "png that is an archive", latin1("PK\u0003\u0004" + "a".repeat(99)));
    add(FORMAT, "png that is a PDF", latin1("%PDF-1.7\n"));
    add(FORMAT, "png in a GIF", concat(latin1("GIF89a"), PNG));
    add(FORMAT, "png behind a byte order mark", concat(latin1("\u00ef\u00bb\u00bf"), PNG));
    add(FORMAT, "png with line ends of Unix", concat(latin1("\u0089PNG\n"), PNG));
    add(FORMAT, "webp that is a sound", latin1("RIFF\0\0\0\0WAVEfmt "));
    add(FORMAT, "png of one byte", new byte[] {-119});
    add(FORMAT, "png of zeros", new byte[4096]);
    add(TYPE, "png that is a JPEG", JPEG);
    add(TYPE, "png that is a WebP", WEBP);
    add(TYPE, "jpeg that is a PNG", PNG);
    add(TYPE, "webp that is a PNG", PNG);
  }

  private void addCut() {
    Map<String, byte[]> whole = Map.of("png", PNG, "jpeg", JPEG, "webp", WEBP);
    whole.forEach((type, file) -> {
      for (int tenth = 1; tenth <= 9; tenth++) {
        add(WHOLE, type + " cut at " + tenth + "0 %", part(file, file.length * tenth / 10));
      }
      add(WHOLE, type + " without its last byte", part(file, file.length - 1));
      add(WHOLE, type + " of a dozen bytes", part(file, 12));
    });
  }

  private void addDamaged() {
    add(WHOLE, "png with a wrong sum of its header", patched(PNG, 29, 1, 2, 3, 4));
    add(WHOLE, "png with a wrong sum of its pixels", patched(PNG, PNG.length - 16, 1, 2, 3, 4));
    add(WHOLE, "png with a wrong sum of its end", patched(PNG, PNG.length - 4, 1, 2, 3, 4));
    add(WHOLE, "png with wrong pixels", patched(PNG, find(PNG, latin1("IDAT")) + 40, 1, 2, 3, 4));
    add(WHOLE, "png of no pixels", pngOf(header(64, 48, 8, 2), end()));
    add(WHOLE, "png of 0 x 0", pngOf(header(0, 0, 8, 2), pixels(8), end()));
    add(WHOLE, "png of -1 x 7", pngOf(header(-1, 7, 8, 2), pixels(8), end()));
    add(WHOLE, "png of two headers", withChunk(PNG, "IHDR", new byte[13]));
    add(WHOLE, "png of 3 bits", pngOf(header(64, 48, 3, 2), pixels(9_300), end()));
    add(WHOLE, "png of colour type 5", pngOf(header(64, 48, 8, 5), pixels(9_300), end()));
    add(WHOLE, "png of no palette", pngOf(header(64, 48, 8, 3), pixels(3_200), end()));
    add(WHOLE, "png of a length below zero", patched(PNG, 33, 255, 255, 255, 255));
    add(WHOLE, "png of a length of 2 GB", patched(PNG, 33, 127, 255, 255, 255));
    add(WHOLE, "png of too few pixels", pngOf(header(64, 48, 8, 2), pixels(100), end()));
    add(
        WHOLE,
        "png of pixels that are not packed",
        pngOf(header(64, 48, 8, 2), chunk("IDAT", new byte[9_300]), end()));
    byte[] two = concat(part(JPEG, JPEG.length - 2), Arrays.copyOfRange(JPEG, 2, JPEG.length));
    add(WHOLE, "jpeg of two pictures", two);
    add(WHOLE, "jpeg of 0 x 48", patched(JPEG, frame() + 7, 0, 0));
    add(WHOLE, "jpeg of nothing but its ends", new byte[] {-1, -40, -1, -39});
    add(WHOLE, "webp whose frame is not its canvas", webp(canvas(0, 9, 9), frames(WEBP)));
    add(WHOLE, "webp of a canvas of 2^48 pixels", webp(canvas(0, 1 << 24, 1 << 24), frames(WEBP)));
    add(
        WHOLE,
        "webp of a chunk of 4 GB",
        webp(concat(latin1("JUNK"), new byte[] {-1, -1, -1, -1})));
  }

  /** Where the JPEG tells its size: height 5 and width 7 bytes on. */
  private static int frame() {
    return find(JPEG, new byte[] {-1, -64});
  }

  private static byte[] pixels(int zeros) {
    return chunk("IDAT", packed(new byte[zeros]));
  }

  private static byte[] part(byte[] file, int length) {
    return Arrays.copyOf(file, length);
  }
}
