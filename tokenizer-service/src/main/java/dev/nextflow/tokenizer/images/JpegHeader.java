package dev.nextflow.tokenizer.images;

import java.nio.ByteBuffer;

/** Walks the segments of a JPEG to its end, without decoding. */
final class JpegHeader {

  /**
   * Each scan of a progressive JPEG may touch every coefficient again: thousands of scans of a few
   * bytes would keep a core busy for minutes. Real encoders write about ten.
   */
  private static final int MAX_SCANS = 100;

  private static final int MARKER = 0xff;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  private JpegHeader() {}

  static PictureHeader read(ByteBuffer file) {
    file.position(2);
    PictureHeader header = null;
    int scans = 0;
    while (true) {
      int marker = nextMarker(file);
      if (marker == END_OF_IMAGE) {
        break;
      }
      if (standsAlone(marker)) {
        continue;
      }
      int segmentEnd = file.position() + Short.toUnsignedInt(file.getShort(file.position()));
      if (isFrame(marker)) {
        if (header != null) {
          throw PictureRule.WHOLE.broken();
        }
        header = frame(file);
      }
      file.position(segmentEnd);
      if (marker == START_OF_SCAN && ++scans > MAX_SCANS) {
        throw PictureRule.SCANS.broken();
      }
    }
    if (header == null || scans == 0) {
      throw PictureRule.WHOLE.broken();
    }
    return header;
  }

  /** The next marker; what a scan holds before it is passed over. */
  private static int nextMarker(ByteBuffer file) {
    while (true) {
      if (Byte.toUnsignedInt(file.get()) != MARKER) {
        continue;
      }
      int code = Byte.toUnsignedInt(file.get(file.position()));
      if (code != 0 && code != MARKER) {
        file.get();
        return code;
      }
    }
  }

  /** Restart markers and TEM have no length. */
  static boolean standsAlone(int marker) {
    return (marker >= 0xd0 && marker <= 0xd8) || marker == 0x01;
  }

  /** SOF0..SOF15 without the tables (DHT, JPG, DAC) that share the range. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static PictureHeader frame(ByteBuffer file) {
    int start = file.position() + 3; // length, sample precision
    int height = Short.toUnsignedInt(file.getShort(start));
    int width = Short.toUnsignedInt(file.getShort(start + 2));
    if (width == 0 || height == 0) {
      throw PictureRule.WHOLE.broken();
    }
    return new PictureHeader(PictureFormat.JPEG, width, height);
  }
}
