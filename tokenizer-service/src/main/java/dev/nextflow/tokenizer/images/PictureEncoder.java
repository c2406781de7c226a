package dev.nextflow.tokenizer.images;

import com.luciad.imageio.webp.WebPImageWriterSpi;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes pictures as files, without metadata. Thread-safe; works on the caller's thread. */
final class PictureEncoder {

  /** PNG is lossless at every setting: this one is Deflate's fastest. */
  private static final float PNG_FASTEST = 0.9f;

  private static final int USUAL_QUALITY = 90;

  /** Greatest quality of the formats that lose something. */
  static final int BEST_QUALITY = 100;

  private PictureEncoder() {}

  /**
   * A picture as a file.
   *
   * @param quality 1..{@link #BEST_QUALITY}, of JPEG and WebP; null for the usual
   */
  static byte[] encode(Picture picture, PictureFormat format, @Nullable Integer quality) {
    float setting =
        format == PictureFormat.PNG
            ? PNG_FASTEST
            : (quality == null ? USUAL_QUALITY : quality) / (float) BEST_QUALITY;
    try {
      return encode(picture, format, setting, writerOf(format));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] encode(
      Picture picture, PictureFormat format, float setting, ImageWriter writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(picture.rgb().length / 4);
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      if (format == PictureFormat.WEBP) {
        settings.setCompressionType("Lossy");
      }
      settings.setCompressionQuality(setting);
      writer.setOutput(output);
      writer.write(null, new IIOImage(image(picture), null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static ImageWriter writerOf(PictureFormat format) throws IOException {
    return switch (format) {
      case PNG -> ImageIO.getImageWritersByFormatName("png").next();
      case JPEG -> ImageIO.getImageWritersByFormatName("jpeg").next();
      case WEBP -> new WebPImageWriterSpi().createWriterInstance();
    };
  }

  private static BufferedImage image(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = picture.rgb();
    for (int at = 0; at < bgr.length; at += Picture.CHANNELS) {
      bgr[at] = rgb[at + 2];
      bgr[at + 1] = rgb[at + 1];
      bgr[at + 2] = rgb[at];
    }
    return image;
  }
}
