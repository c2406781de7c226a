package dev.nextflow.tokenizer.images;

/**
 * Pixels in memory, and nothing else: no metadata, no transparency, no profile.
 *
 * @param rgb [height, width, 3], row-major, sRGB, 0..255; not copied
 */
record Picture(int width, int height, byte[] rgb) {

  static final int CHANNELS = 3;

  Picture {
    if (rgb.length != width * height * CHANNELS) {
      throw new IllegalArgumentException(
          "%d bytes are no %dx%d picture".formatted(rgb.length, width, height));
    }
  }
}
