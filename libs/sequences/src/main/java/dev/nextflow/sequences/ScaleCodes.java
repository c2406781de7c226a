package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/**
 * The codes of one scale, row-major; immutable. As text: base64 of little-endian 16-bit codes (a
 * 1024x1024 picture is 27 kB).
 */
public final class ScaleCodes {

  /** Exclusive upper bound of a code in the text form (16 bits). */
  public static final int MAX_CODES = 65_536;

  private final int[] codes;

  private ScaleCodes(int[] codes) {
    this.codes = codes;
  }

  /**
   * Takes a copy of the codes.
   *
   * @throws IllegalArgumentException if a code is outside 0..65535
   */
  public static ScaleCodes of(int... codes) {
    for (int code : codes) {
      if (code < 0 || code >= MAX_CODES) {
        throw new IllegalArgumentException("code outside 0..65535: " + code);
      }
    }
    return new ScaleCodes(codes.clone());
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is not base64 or has an odd number of bytes
   */
  @JsonCreator
  public static ScaleCodes parse(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (bytes.length % Short.BYTES != 0) {
      throw new IllegalArgumentException("codes have an odd number of bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int[] codes = new int[bytes.length / Short.BYTES];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Short.toUnsignedInt(buffer.getShort());
    }
    return new ScaleCodes(codes);
  }

  /** Number of codes. */
  public int size() {
    return codes.length;
  }

  /** One code, row-major. */
  public int get(int position) {
    return codes[position];
  }

  /** A copy of all codes, row-major. */
  public int[] toArray() {
    return codes.clone();
  }

  /** The text form. */
  @JsonValue
  public String toBase64() {
    ByteBuffer buffer =
        ByteBuffer.allocate(codes.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int code : codes) {
      buffer.putShort((short) code);
    }
    return Base64.getEncoder().encodeToString(buffer.array());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScaleCodes that && Arrays.equals(codes, that.codes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(codes);
  }

  @Override
  public String toString() {
    return "ScaleCodes[" + codes.length + "]";
  }
}
