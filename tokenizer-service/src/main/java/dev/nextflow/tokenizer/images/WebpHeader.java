package dev.nextflow.tokenizer.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of a WebP: the canvas, if it has one, and the frame in it. */
final class WebpHeader {

  private static final int CHUNKS_START = 12;
  private static final int CANVAS = fourCc("VP8X");
  private static final int LOSSY = fourCc("VP8 ");
  private static final int LOSSLESS = fourCc("VP8L");
  private static final int ANIMATION = fourCc("ANIM");
  private static final int ANIMATION_FLAG = 0x02;
  private static final int LOSSLESS_SIGNATURE = 0x2f;

  private WebpHeader() {}

  static PictureHeader read(ByteBuffer file) {
    file.order(ByteOrder.LITTLE_ENDIAN).position(CHUNKS_START);
    PictureHeader canvas = null;
    while (true) {
      int type = file.getInt();
      int bytes = file.getInt();
      if (bytes < 0 || bytes > file.remaining()) {
        throw PictureRule.WHOLE.broken();
      }
      if (type == LOSSY || type == LOSSLESS) {
        PictureHeader frame = type == LOSSY ? lossy(file) : lossless(file);
        return requireOneSize(canvas, frame);
      }
      if (type == ANIMATION
          || (type == CANVAS && (file.get(file.position()) & ANIMATION_FLAG) != 0)) {
        throw PictureRule.STILL.broken();
      }
      if (type == CANVAS) {
        canvas = canvas(file);
      }
      file.position(file.position() + bytes + (bytes & 1));
    }
  }

  /** A decoder may trust the canvas and allocate by the frame, or the other way round. */
  private static PictureHeader requireOneSize(@Nullable PictureHeader canvas, PictureHeader frame) {
    if (canvas != null && !canvas.equals(frame)) {
      throw PictureRule.WHOLE.broken();
    }
    return frame;
  }

  private static PictureHeader canvas(ByteBuffer file) {
    int start = file.position() + 4; // flags
    return header(1 + int24(file, start), 1 + int24(file, start + 3));
  }

  /** Frame tag of 3 bytes, start code of 3 bytes, then 14 bits of each side. */
  private static PictureHeader lossy(ByteBuffer file) {
    int start = file.position();
    boolean keyFrame = (file.get(start) & 1) == 0;
    if (!keyFrame || int24(file, start + 3) != 0x2a019d) {
      throw PictureRule.WHOLE.broken();
    }
    return header(file.getShort(start + 6) & 0x3fff, file.getShort(start + 8) & 0x3fff);
  }

  /** Signature, then 14 bits of each side less one. */
  private static PictureHeader lossless(ByteBuffer file) {
    int start = file.position();
    if (file.get(start) != LOSSLESS_SIGNATURE) {
      throw PictureRule.WHOLE.broken();
    }
    int sides = file.getInt(start + 1);
    return header(1 + (sides & 0x3fff), 1 + (sides >> 14 & 0x3fff));
  }

  private static PictureHeader header(int width, int height) {
    if (width == 0 || height == 0) {
      throw PictureRule.WHOLE.broken();
    }
    return new PictureHeader(PictureFormat.WEBP, width, height);
  }

  private static int int24(ByteBuffer file, int offset) {
    return Short.toUnsignedInt(file.getShort(offset))
        | Byte.toUnsignedInt(file.get(offset + 2)) << 16;
  }

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
