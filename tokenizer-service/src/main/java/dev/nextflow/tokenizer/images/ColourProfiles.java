package dev.nextflow.tokenizer.images;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes colour profiles out of a file before a codec sees them: a codec would hand a stranger's
 * profile to native code, and the same pixels would mean other codes in a JPEG than in a PNG, whose
 * profile is not looked at.
 */
final class ColourProfiles {

  private static final byte[] MARK = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
  private static final int MARKER = 0xff;
  private static final int APP2 = 0xe2;
  private static final int START_OF_SCAN = 0xda;

  private static final int WEBP_CHUNKS_START = 12;
  private static final int WEBP_CANVAS = 0x58385056; // VP8X, lower byte first
  private static final int WEBP_PROFILE = 0x50434349; // ICCP
  private static final int WEBP_UNKNOWN = 0x4b4e554a; // JUNK
  private static final int WEBP_PROFILE_FLAG = 0x20;

  private ColourProfiles() {}

  /** The file without them, or itself; its header was found in order. */
  static byte[] takenOutOf(byte[] file, PictureFormat format) {
    return switch (format) {
      case PNG -> file;
      case JPEG -> ofJpeg(file);
      case WEBP -> ofWebp(file);
    };
  }

  /** Leaves out the segments; they stand before the first scan. */
  private static byte[] ofJpeg(byte[] file) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    int at = 0;
    while (at + 4 <= file.length) {
      int code = at(file, at + 1);
      if (at(file, at) != MARKER || code == MARKER || code == 0) {
        kept.write(file[at++]); // Between segments anything may stand.
      } else if (JpegHeader.standsAlone(code)) {
        kept.write(file, at, 2);
        at += 2;
      } else if (code == START_OF_SCAN) {
        break;
      } else {
        int bytes = Math.min(2 + (at(file, at + 2) << 8 | at(file, at + 3)), file.length - at);
        if (code != APP2 || !isMarked(file, at + 4)) {
          kept.write(file, at, bytes);
        }
        at += bytes;
      }
    }
    kept.write(file, at, file.length - at);
    return kept.toByteArray();
  }

  private static int at(byte[] file, int index) {
    return Byte.toUnsignedInt(file[index]);
  }

  private static boolean isMarked(byte[] file, int from) {
    int to = from + MARK.length;
    return to <= file.length && Arrays.equals(file, from, to, MARK, 0, MARK.length);
  }

  /** Gives the chunk a name that nobody knows, so that all else stays where it is. */
  private static byte[] ofWebp(byte[] file) {
    byte[] copy = file.clone();
    ByteBuffer chunks = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    int at = WEBP_CHUNKS_START;
    while (at >= 0 && at <= copy.length - 8) {
      int type = chunks.getInt(at);
      int bytes = chunks.getInt(at + 4);
      if (bytes < 0) {
        break;
      }
      if (type == WEBP_PROFILE) {
        chunks.putInt(at, WEBP_UNKNOWN);
      } else if (type == WEBP_CANVAS && at + 8 < copy.length) {
        copy[at + 8] &= (byte) ~WEBP_PROFILE_FLAG;
      }
      at += 8 + bytes + (bytes & 1); // Below zero where it lies beyond any file.
    }
    return copy;
  }
}
