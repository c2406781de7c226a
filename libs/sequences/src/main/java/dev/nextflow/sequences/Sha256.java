package dev.nextflow.sequences;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of bytes that come in pieces. Not thread-safe. */
public final class Sha256 {

  private static final int CHUNK_BYTES = 1 << 20;

  private final MessageDigest digest;

  /** Of nothing, so far. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing); // every JDK has SHA-256
    }
  }

  /** Of these bytes, in lower-case hex. */
  public static String hexOf(byte[] bytes) {
    return new Sha256().add(bytes).hex();
  }

  /** Of a text's UTF-8, in lower-case hex: a name of one length for what may be long. */
  public static String hexOf(String text) {
    return new Sha256().add(text).hex();
  }

  /** Goes on with these bytes. */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Goes on with a text's UTF-8. */
  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Goes on with all that is left of a stream. */
  public Sha256 addAll(InputStream in) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      digest.update(chunk, 0, read);
    }
    return this;
  }

  /** Lower-case, 64 characters. To be asked once. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
