package dev.nextflow.gateway.renderings;

import dev.nextflow.sequences.ScaleCodes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A strong entity tag for a picture, known before its pixels are. */
final class PictureTag {

  private static final int TAG_BYTES = 16;

  private PictureTag() {}

  /** Quoted; differs wherever the bytes of the two pictures might. */
  static String of(Rendering rendering) {
    MessageDigest digest = sha256();
    add(digest, rendering.digest());
    add(digest, rendering.fullGrid().toString());
    add(digest, Integer.toString(rendering.level()));
    add(digest, rendering.format());
    add(digest, String.valueOf(rendering.width()));
    add(digest, String.valueOf(rendering.quality()));
    for (ScaleCodes scale : rendering.codes()) {
      add(digest, scale.toBase64());
    }
    return '"' + HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES) + '"';
  }

  /** Length first, so that no two lists of fields run together into the same bytes. */
  private static void add(MessageDigest digest, String field) {
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing); // every JDK has SHA-256
    }
  }
}
