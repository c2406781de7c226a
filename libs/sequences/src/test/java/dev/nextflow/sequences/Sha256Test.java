package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {

  /** The examples of FIPS 180-4. */
  @Test
  void isWhatTheStandardSays() {
    assertThat(Sha256.hexOf(new byte[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Sha256.hexOf("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void isTheSameInPieces() throws IOException {
    byte[] end = "c\u2603".getBytes(StandardCharsets.UTF_8);

    assertThat(
            new Sha256().add("a").add(new byte[] {'b'}).addAll(new ByteArrayInputStream(end)).hex())
        .isEqualTo(Sha256.hexOf("abc\u2603"));
  }
}
