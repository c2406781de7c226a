package dev.nextflow.tokenizer.images;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * What Java's own reader of PNGs passes over: a file that ends before its end, and pixels that are
 * not those that were written. A picture of it would look right, and be wrong.
 */
final class PngChunks {

  private static final int SIGNATURE_BYTES = 8;
  private static final int TYPE_BYTES = 4;
  private static final int CRC_BYTES = 4;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;

  /** Of the first letter; without it a chunk is needed to show the picture. */
  private static final int ANCILLARY_BIT = 0x20000000;

  private PngChunks() {}

  /**
   * Walks all chunks; those that are not needed may be damaged.
   *
   * @param file with a header that was found in order
   * @throws dev.nextflow.sequences.problems.ProblemException where one that is needed is damaged,
   *     unknown or not there (PNG, third edition, sections 5.3 to 5.6)
   */
  static void requireWhole(byte[] file) {
    try {
      walk(ByteBuffer.wrap(file).position(SIGNATURE_BYTES));
    } catch (BufferUnderflowException cutOff) {
      throw PictureRule.WHOLE.broken();
    }
  }

  private static void walk(ByteBuffer file) {
    boolean hasPixels = false;
    for (int count = 0; ; count++) {
      int bytes = file.getInt();
      int start = file.position();
      int type = file.getInt();
      if (bytes < 0 || bytes > file.remaining() - CRC_BYTES) {
        throw PictureRule.WHOLE.broken();
      }
      file.position(start + TYPE_BYTES + bytes);
      int sum = file.getInt();
      if ((type & ANCILLARY_BIT) == 0) {
        CRC32 crc = new CRC32();
        crc.update(file.slice(start, TYPE_BYTES + bytes));
        boolean known = type == PLTE || type == IDAT || type == IEND || type == IHDR && count == 0;
        if (!known || sum != (int) crc.getValue()) {
          throw PictureRule.WHOLE.broken();
        }
      }
      hasPixels |= type == IDAT;
      if (type == IEND) {
        break;
      }
    }
    if (!hasPixels) {
      throw PictureRule.WHOLE.broken();
    }
  }
}
