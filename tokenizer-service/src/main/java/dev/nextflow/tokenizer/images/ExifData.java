package dev.nextflow.tokenizer.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the EXIF data of a picture, in the place that each format has for it. */
final class ExifData {

  private static final byte[] MARK = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APP1 = 0xffe1;
  private static final int START_OF_SCAN = 0xffda;
  private static final int PNG_EXIF = 0x65584966; // eXIf
  private static final int PNG_END = 0x49454e44; // IEND
  private static final int WEBP_EXIF = 0x46495845; // EXIF, lower byte first

  private ExifData() {}

  /**
   * The data from its byte order on, or null where there is none.
   *
   * @throws IndexOutOfBoundsException among others, where the file is damaged on the way
   */
  static @Nullable ByteBuffer find(ByteBuffer file, PictureFormat format) {
    return switch (format) {
      case JPEG -> inJpeg(file);
      case PNG -> inPng(file);
      case WEBP -> inWebp(file);
    };
  }

  private static @Nullable ByteBuffer inJpeg(ByteBuffer file) {
    int at = 2;
    while (true) {
      int marker = Short.toUnsignedInt(file.getShort(at));
      if (marker < 0xff01 || marker == START_OF_SCAN) {
        return null;
      }
      int bytes = Short.toUnsignedInt(file.getShort(at + 2)); // Its own two included.
      ByteBuffer body = file.slice(at + 4, bytes - 2);
      if (marker == APP1 && isMarked(body)) {
        return body.slice(MARK.length, body.limit() - MARK.length);
      }
      at += 2 + bytes;
    }
  }

  private static @Nullable ByteBuffer inPng(ByteBuffer file) {
    int at = 8;
    while (true) {
      int bytes = file.getInt(at);
      int type = file.getInt(at + 4);
      if (type == PNG_END) {
        return null;
      }
      ByteBuffer body = file.slice(at + 8, bytes);
      if (type == PNG_EXIF) {
        return body;
      }
      at = Math.addExact(at + 12, bytes); // Length, type and checksum stand around the body.
    }
  }

  private static @Nullable ByteBuffer inWebp(ByteBuffer file) {
    file.order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (at < file.limit()) {
      int type = file.getInt(at);
      int bytes = file.getInt(at + 4);
      ByteBuffer body = file.slice(at + 8, bytes);
      if (type == WEBP_EXIF) {
        // Some encoders keep the mark that only a JPEG should have.
        return isMarked(body) ? body.slice(MARK.length, bytes - MARK.length) : body;
      }
      at = Math.addExact(at + 8, bytes + (bytes & 1));
    }
    return null;
  }

  private static boolean isMarked(ByteBuffer body) {
    return body.remaining() >= MARK.length
        && body.slice(0, MARK.length).equals(ByteBuffer.wrap(MARK));
  }
}
