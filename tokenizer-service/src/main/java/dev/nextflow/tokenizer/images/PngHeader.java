package dev.nextflow.tokenizer.images;

import java.nio.ByteBuffer;

/** Reads the chunks of a PNG up to its pixels. */
final class PngHeader {

  private static final int SIGNATURE_BYTES = 8;
  private static final int CRC_BYTES = 4;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int ANIMATION_CONTROL = 0x6163544c; // acTL stands before the first IDAT

  private PngHeader() {}

  static PictureHeader read(ByteBuffer file) {
    file.position(SIGNATURE_BYTES);
    int ihdrBytes = file.getInt();
    if (ihdrBytes != 13 || file.getInt() != IHDR) {
      throw PictureRule.WHOLE.broken();
    }
    int body = file.position();
    int width = file.getInt();
    int height = file.getInt();
    if (width <= 0 || height <= 0) {
      throw PictureRule.WHOLE.broken();
    }
    file.position(Math.addExact(body, ihdrBytes + CRC_BYTES));
    refuseAnimation(file);
    return new PictureHeader(PictureFormat.PNG, width, height);
  }

  private static void refuseAnimation(ByteBuffer file) {
    while (true) {
      int bytes = file.getInt();
      int type = file.getInt();
      if (type == IDAT) {
        return;
      }
      if (type == ANIMATION_CONTROL) {
        throw PictureRule.STILL.broken();
      }
      if (bytes < 0 || bytes > file.remaining() - CRC_BYTES) {
        throw PictureRule.WHOLE.broken();
      }
      file.position(file.position() + bytes + CRC_BYTES);
    }
  }
}
