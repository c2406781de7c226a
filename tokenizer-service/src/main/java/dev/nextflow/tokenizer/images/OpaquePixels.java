package dev.nextflow.tokenizer.images;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/** Any decoded image as 8-bit RGB on white. */
final class OpaquePixels {

  private static final int WHITE = 255;

  private OpaquePixels() {}

  static Picture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[width * height * Picture.CHANNELS];
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      if (grey) {
        greyRow(image.getRaster(), y, row);
      } else {
        image.getRGB(0, y, width, 1, row, 0, width);
      }
      for (int x = 0; x < width; x++) {
        int alpha = row[x] >>> 24;
        int at = (y * width + x) * Picture.CHANNELS;
        rgb[at] = onWhite(row[x] >> 16 & 0xff, alpha);
        rgb[at + 1] = onWhite(row[x] >> 8 & 0xff, alpha);
        rgb[at + 2] = onWhite(row[x] & 0xff, alpha);
      }
    }
    return new Picture(width, height, rgb);
  }

  /** Java takes grey samples for linear light and would brighten them; files mean sRGB. */
  private static void greyRow(Raster raster, int y, int[] argb) {
    int max = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    boolean hasAlpha = raster.getNumBands() > 1;
    for (int x = 0; x < argb.length; x++) {
      int grey = raster.getSample(x, y, 0) * 255 / max;
      int alpha = hasAlpha ? raster.getSample(x, y, 1) * 255 / max : 255;
      argb[x] = alpha << 24 | grey << 16 | grey << 8 | grey;
    }
  }

  private static byte onWhite(int value, int alpha) {
    return (byte) ((value * alpha + WHITE * (255 - alpha) + 127) / 255);
  }
}
