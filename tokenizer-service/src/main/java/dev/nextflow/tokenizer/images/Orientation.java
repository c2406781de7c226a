package dev.nextflow.tokenizer.images;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture must be turned to stand upright: the orientation that cameras write into EXIF data,
 * 1..8. Nothing else of that data is looked at. Data that is damaged or away means upright, as it
 * does to every viewer: a picture is not refused for its metadata.
 *
 * @param value 1 is upright
 */
record Orientation(int value) {

  static final Orientation UPRIGHT = new Orientation(1);

  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;
  private static final int MOST_ENTRIES = 512;

  Orientation {
    if (value < 1 || value > 8) {
      throw new IllegalArgumentException("no orientation: " + value);
    }
  }

  /** The orientation of a file whose header was found in order. */
  static Orientation of(byte[] file, PictureFormat format) {
    try {
      ByteBuffer exif = ExifData.find(ByteBuffer.wrap(file), format);
      return exif == null ? UPRIGHT : ofTiff(exif);
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
      return UPRIGHT;
    }
  }

  /** EXIF data has the form of a TIFF: byte order, and a list of entries of 12 bytes. */
  private static Orientation ofTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int list = tiff.getInt(4);
    int entries = Math.min(Short.toUnsignedInt(tiff.getShort(list)), MOST_ENTRIES);
    for (int i = 0; i < entries; i++) {
      int entry = list + Short.BYTES + i * ENTRY_BYTES;
      if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
        return new Orientation(tiff.getShort(entry + 8)); // After the tag, its type and its count.
      }
    }
    return UPRIGHT;
  }

  /** The picture, turned. */
  Picture turned(Picture picture) {
    if (value == 1) {
      return picture;
    }
    boolean sidesSwap = value >= 5;
    int width = sidesSwap ? picture.height() : picture.width();
    int height = sidesSwap ? picture.width() : picture.height();
    byte[] rgb = new byte[picture.rgb().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = source(picture, x, y) * Picture.CHANNELS;
        System.arraycopy(
            picture.rgb(), from, rgb, (y * width + x) * Picture.CHANNELS, Picture.CHANNELS);
      }
    }
    return new Picture(width, height, rgb);
  }

  /** Which pixel of the file comes to stand at a place. */
  private int source(Picture picture, int x, int y) {
    int right = picture.width() - 1;
    int bottom = picture.height() - 1;
    int column =
        switch (value) {
          case 2, 3 -> right - x;
          case 5, 6 -> y;
          case 7, 8 -> right - y;
          default -> x;
        };
    int row =
        switch (value) {
          case 3, 4 -> bottom - y;
          case 5, 8 -> x;
          case 6, 7 -> bottom - x;
          default -> y;
        };
    return row * picture.width() + column;
  }
}
