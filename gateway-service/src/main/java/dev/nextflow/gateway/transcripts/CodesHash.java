package dev.nextflow.gateway.transcripts;

import dev.nextflow.sequences.ScaleCodes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Names a picture by its codes. */
final class CodesHash {

  private CodesHash() {}

  /** SHA-256 over the codes of all scales, each as two bytes, the lower first; in hex. */
  static String of(List<ScaleCodes> scales) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      scales.forEach(codes -> digest.update(Base64.getDecoder().decode(codes.toBase64())));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing); // every JDK has SHA-256
    }
  }
}
