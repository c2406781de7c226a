package dev.nextflow.local.journeys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as strangers send them: odd, damaged, and made to harm. */
final class HostilePictures {

  private static final byte[] PNG_SIGNATURE = latin1("\u0089PNG\r\n\u001a\n");
  private static final int PNG_HEADER_BYTES = 8 + 12 + 13;

  private HostilePictures() {}

  /** A gradient with a disc on it, so that no two parts are alike. */
  static BufferedImage scene(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
    g.fillRect(0, 0, width, height);
    g.setColor(Color.RED);
    g.fillOval(width / 5, height / 4, width / 2, height / 2);
    g.dispose();
    return image;
  }

  static byte[] png(BufferedImage image) {
    return file(image, "png");
  }

  static byte[] file(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("no writer of " + format);
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  /** A JPEG of four inks, of which none is on the paper. */
  static byte[] jpegOfInks(int width, int height) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    Raster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(new IIOImage(inks, null, null));
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A PNG of chunks alone. */
  static byte[] pngOf(byte[]... chunks) {
    return concat(PNG_SIGNATURE, concat(chunks));
  }

  static byte[] header(int width, int height, int bits, int colourType) {
    return chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) bits)
            .put((byte) colourType)
            .array());
  }

  static byte[] chunk(String type, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(latin1(type));
    crc.update(body);
    return chunk(type, body, (int) crc.getValue());
  }

  static byte[] chunk(String type, byte[] body, int crc) {
    return ByteBuffer.allocate(12 + body.length)
        .putInt(body.length)
        .put(latin1(type))
        .put(body)
        .putInt(crc)
        .array();
  }

  static byte[] end() {
    return chunk("IEND", new byte[0]);
  }

  static byte[] withChunk(byte[] png, String type, byte[] body) {
    return behindHeader(png, chunk(type, body));
  }

  /** The PNG with something put in behind its header. */
  static byte[] behindHeader(byte[] png, byte[] chunk) {
    return concat(
        Arrays.copyOf(png, PNG_HEADER_BYTES),
        chunk,
        Arrays.copyOfRange(png, PNG_HEADER_BYTES, png.length));
  }

  /** The JPEG with something put in behind its first two bytes. */
  static byte[] behindStart(byte[] jpeg, byte[] segment) {
    return concat(Arrays.copyOf(jpeg, 2), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  static byte[] segment(int marker, byte[] body) {
    return ByteBuffer.allocate(4 + body.length)
        .putShort((short) marker)
        .putShort((short) (2 + body.length))
        .put(body)
        .array();
  }

  /** EXIF data with nothing but an orientation, 1..8. */
  static byte[] exif(int orientation) {
    return concat(
        latin1("Exif\0\0MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0"),
        new byte[] {(byte) orientation, 0, 0, 0, 0, 0, 0});
  }

  static byte[] webp(byte[]... chunks) {
    byte[] all = concat(chunks);
    return concat(latin1("RIFF"), little(4 + all.length), latin1("WEBP"), all);
  }

  static byte[] webpChunk(String type, byte[] body) {
    return concat(latin1(type), little(body.length), body, new byte[body.length & 1]);
  }

  /** The first chunk of a WebP that has more than pixels. */
  static byte[] canvas(int flags, int width, int height) {
    return webpChunk(
        "VP8X",
        new byte[] {
          (byte) flags,
          0,
          0,
          0,
          (byte) (width - 1),
          (byte) (width - 1 >> 8),
          (byte) (width - 1 >> 16),
          (byte) (height - 1),
          (byte) (height - 1 >> 8),
          (byte) (height - 1 >> 16)
        });
  }

  /** The chunks of a WebP. */
  static byte[] frames(byte[] webp) {
    return Arrays.copyOfRange(webp, 12, webp.length);
  }

  private static byte[] little(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  /** So many zeros, packed. */
  static byte[] packedZeros(int megabytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      for (int i = 0; i < megabytes; i++) {
        deflater.write(new byte[1 << 20]);
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return packed.toByteArray();
  }

  static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(bytes);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return packed.toByteArray();
  }

  /** A copy with other bytes from a place on. */
  static byte[] patched(byte[] file, int at, int... bytes) {
    byte[] copy = file.clone();
    for (int i = 0; i < bytes.length; i++) {
      copy[at + i] = (byte) bytes[i];
    }
    return copy;
  }

  /** Where these bytes stand first. */
  static int find(byte[] file, byte[] wanted) {
    for (int at = 0; at <= file.length - wanted.length; at++) {
      if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("not there");
  }

  static byte[] latin1(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static String base64(byte[] file) {
    return Base64.getEncoder().encodeToString(file);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
