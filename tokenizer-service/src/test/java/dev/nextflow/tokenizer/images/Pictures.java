package dev.nextflow.tokenizer.images;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures for tests, whole and broken, made on the spot. */
final class Pictures {

  static final int PNG_SIGNATURE_AND_IHDR_BYTES = 8 + 12 + 13;

  private Pictures() {}

  /** A gradient with a disc on it, so that no two parts are alike. */
  static BufferedImage scene(int width, int height, int imageType) {
    BufferedImage image = new BufferedImage(width, height, imageType);
    Graphics2D g = image.createGraphics();
    g.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
    g.fillRect(0, 0, width, height);
    g.setColor(Color.RED);
    g.fillOval(width / 4, height / 4, width / 2, height / 2);
    g.dispose();
    return image;
  }

  static Picture picture(int width, int height) {
    return OpaquePixels.of(scene(width, height, BufferedImage.TYPE_INT_RGB));
  }

  static byte[] file(PictureFormat format, int width, int height) {
    return PictureEncoder.encode(picture(width, height), format, null);
  }

  static byte[] file(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("no writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A PNG of nothing but a header that claims the size. */
  static byte[] pngClaiming(int width, int height) {
    byte[] ihdr =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {1, 0, 0, 0, 0})
            .array();
    return concat(
        "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1),
        pngChunk("IHDR", ihdr),
        pngChunk("IDAT", new byte[8]),
        pngChunk("IEND", new byte[0]));
  }

  /** The PNG with a chunk put in right after its header. */
  static byte[] withPngChunk(byte[] png, String type, byte[] body) {
    int end = PNG_SIGNATURE_AND_IHDR_BYTES;
    return concat(
        Arrays.copyOf(png, end), pngChunk(type, body), Arrays.copyOfRange(png, end, png.length));
  }

  private static byte[] pngChunk(String type, byte[] body) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(body);
    return ByteBuffer.allocate(12 + body.length)
        .putInt(body.length)
        .put(name)
        .put(body)
        .putInt((int) crc.getValue())
        .array();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
