package dev.nextflow.local.journeys;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as other programs write, read and turn them. */
final class Viewer {

  private Viewer() {}

  /** A PNG whose lines come in seven passes. */
  static byte[] inPasses(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      ImageWriteParam passes = writer.getDefaultWriteParam();
      passes.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(image, null, null), passes);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** By the reader in Java: one in native code rounds in another way. */
  static BufferedImage decoded(byte[] file, String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.twelvemonkeys.")) {
        try {
          reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)), true);
          return reader.read(0);
        } catch (IOException inMemory) {
          throw new UncheckedIOException(inMemory);
        } finally {
          reader.dispose();
        }
      }
    }
    throw new IllegalStateException("no reader of " + format);
  }

  /** How a viewer shows a picture of this orientation. */
  static BufferedImage turned(BufferedImage image, int orientation) {
    int right = image.getWidth() - 1;
    int bottom = image.getHeight() - 1;
    boolean swap = orientation >= 5;
    BufferedImage turned =
        new BufferedImage(
            swap ? bottom + 1 : right + 1,
            swap ? right + 1 : bottom + 1,
            BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y <= bottom; y++) {
      for (int x = 0; x <= right; x++) {
        int rgb = image.getRGB(x, y);
        switch (orientation) {
          case 2 -> turned.setRGB(right - x, y, rgb);
          case 3 -> turned.setRGB(right - x, bottom - y, rgb);
          case 4 -> turned.setRGB(x, bottom - y, rgb);
          case 5 -> turned.setRGB(y, x, rgb);
          case 6 -> turned.setRGB(bottom - y, x, rgb);
          case 7 -> turned.setRGB(bottom - y, right - x, rgb);
          default -> turned.setRGB(y, right - x, rgb);
        }
      }
    }
    return turned;
  }
}
