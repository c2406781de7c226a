package dev.nextflow.tokenizer.images;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes a picture whose header was found in order. The reader is chosen by us, not looked up: one
 * on the class path decodes WebP in native code, and this input is from strangers.
 */
final class PictureDecoder {

  private static final Logger LOG = LoggerFactory.getLogger(PictureDecoder.class);

  private PictureDecoder() {}

  static Picture decode(byte[] file, PictureHeader header) {
    try {
      ImageReader reader = reader(header.format());
      byte[] plain = ColourProfiles.takenOutOf(file, header.format());
      try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(plain))) {
        // Ignoring metadata also skips compressed text and profiles, which can unpack to gigabytes.
        reader.setInput(input, true, true);
        if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
          throw new IOException("codec and header disagree on the size");
        }
        return pixels(reader.read(0), header);
      } finally {
        reader.dispose();
      }
    } catch (Throwable e) {
      // Codecs fail on hostile input in many ways, none of which is our caller's business.
      if (e instanceof VirtualMachineError vmError && !(e instanceof StackOverflowError)) {
        throw vmError;
      }
      LOG.debug("a {} of {} bytes can't be decoded: {}", header, file.length, e.toString());
      throw PictureRule.WHOLE.broken();
    }
  }

  private static ImageReader reader(PictureFormat format) throws IOException {
    return switch (format) {
      case PNG -> ImageIO.getImageReadersByFormatName("png").next();
      case JPEG -> registered(JPEGImageReaderSpi.class);
      case WEBP -> registered(WebPImageReaderSpi.class);
    };
  }

  private static ImageReader registered(Class<? extends ImageReaderSpi> provider)
      throws IOException {
    return IIORegistry.getDefaultInstance()
        .getServiceProviderByClass(provider)
        .createReaderInstance();
  }

  private static Picture pixels(BufferedImage image, PictureHeader header) throws IOException {
    if (image.getWidth() != header.width() || image.getHeight() != header.height()) {
      throw new IOException("codec and header disagree on the size");
    }
    return OpaquePixels.of(image);
  }
}
