package dev.nextflow.tokenizer.images;

import dev.nextflow.sequences.problems.ProblemException;

/**
 * The only way in for pixels from outside: duties in this order.
 *
 * <ol>
 *   <li>Limits of the file: at most 10 MB, a PNG, JPEG or WebP by its first bytes.
 *   <li>Limits of the header: at most 4,096 pixels a side and 4 megapixels, one still frame, at
 *       most 100 scans. Nothing is decoded before they hold: 65 bytes can claim 60,000 x 60,000
 *       pixels.
 *   <li>Decoding in memory; what the codec finds must be what the header said, and a PNG's sums
 *       must be right.
 *   <li>Pixels only: transparency lies on white; a photograph is turned as its EXIF data says;
 *       metadata and colour profiles are dropped.
 * </ol>
 *
 * <p>Thread-safe; works on the caller's thread, up to about a second for 4 megapixels.
 */
final class ImageGate {

  static final int MAX_FILE_BYTES = 10 * 1024 * 1024;
  static final int MAX_SIDE_PX = 4096;
  static final int MAX_AREA_PX = 4 * 1024 * 1024;

  private ImageGate() {}

  /**
   * Lets a picture in.
   *
   * @param file the picture's bytes as they came
   * @throws ProblemException {@code invalid-picture} with the rule that it breaks
   */
  static Picture admit(byte[] file) {
    if (file.length > MAX_FILE_BYTES) {
      throw PictureRule.BYTES.broken();
    }
    PictureHeader header = PictureHeader.read(file);
    if (header.width() > MAX_SIDE_PX || header.height() > MAX_SIDE_PX) {
      throw PictureRule.SIDE.broken();
    }
    if (header.width() * header.height() > MAX_AREA_PX) {
      throw PictureRule.AREA.broken();
    }
    if (header.format() == PictureFormat.PNG) {
      PngChunks.requireWhole(file);
    }
    return Orientation.of(file, header.format()).turned(PictureDecoder.decode(file, header));
  }
}
