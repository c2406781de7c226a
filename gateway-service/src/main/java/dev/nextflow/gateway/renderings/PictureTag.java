package dev.nextflow.gateway.renderings;

import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.Sha256;
import java.nio.charset.StandardCharsets;

/** A strong entity tag for a picture, known before its pixels are. */
final class PictureTag {

  private static final int TAG_CHARACTERS = 32;

  private PictureTag() {}

  /** Quoted; differs wherever the bytes of the two pictures might. */
  static String of(Rendering rendering) {
    Sha256 hash = new Sha256();
    add(hash, rendering.digest());
    add(hash, rendering.fullGrid().toString());
    add(hash, Integer.toString(rendering.level()));
    add(hash, rendering.format());
    add(hash, String.valueOf(rendering.width()));
    add(hash, String.valueOf(rendering.quality()));
    for (ScaleCodes scale : rendering.codes()) {
      add(hash, scale.toBase64());
    }
    return '"' + hash.hex().substring(0, TAG_CHARACTERS) + '"';
  }

  /** Length first, so that no two lists of fields run together into the same bytes. */
  private static void add(Sha256 hash, String field) {
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    hash.add(bytes.length + ":").add(bytes);
  }
}
