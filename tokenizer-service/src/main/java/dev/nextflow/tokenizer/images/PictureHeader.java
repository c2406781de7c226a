package dev.nextflow.tokenizer.images;

import dev.nextflow.sequences.problems.ProblemException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a picture says about itself before anything is decoded. Read by our own few lines, so that
 * no codec sees a byte of a picture that is too large, and compared with what the codec finds
 * later.
 *
 * @param width pixels, as written in the file; may be anything above 0
 * @param height pixels
 */
record PictureHeader(PictureFormat format, int width, int height) {

  /**
   * Tells the format by its first bytes and reads the header.
   *
   * @throws ProblemException if the format is none of ours, or the header is damaged, or the
   *     picture moves
   */
  static PictureHeader read(byte[] file) {
    try {
      if (startsWith(file, 0, "\u0089PNG\r\n\u001a\n")) {
        return PngHeader.read(ByteBuffer.wrap(file));
      }
      if (startsWith(file, 0, "\u00ff\u00d8\u00ff")) {
        return JpegHeader.read(ByteBuffer.wrap(file));
      }
      if (startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP")) {
        return WebpHeader.read(ByteBuffer.wrap(file));
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
      // The file ends inside its header, or a length in it points outside the file.
      throw PictureRule.WHOLE.broken();
    }
    throw PictureRule.FORMAT.broken();
  }

  static boolean startsWith(byte[] file, int offset, String latin1) {
    byte[] magic = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return file.length >= offset + magic.length
        && Arrays.equals(file, offset, offset + magic.length, magic, 0, magic.length);
  }
}
