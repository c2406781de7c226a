package dev.nextflow.gateway.transcripts;

import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.Sha256;
import java.util.Base64;
import java.util.List;

/** Names a picture by its codes. */
final class CodesHash {

  private CodesHash() {}

  /** SHA-256 over the codes of all scales, each as two bytes, the lower first; in hex. */
  static String of(List<ScaleCodes> scales) {
    Sha256 hash = new Sha256();
    scales.forEach(codes -> hash.add(Base64.getDecoder().decode(codes.toBase64())));
    return hash.hex();
  }
}
