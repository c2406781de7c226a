package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  @Test
  void aNewKeyIsReadBack() {
    ApiKey key = ApiKey.random();

    assertThat(ApiKey.parse(key.text())).contains(key);
    assertThat(key.text()).matches("nfk_[0-9a-v]{12}_[0-9a-v]{47}").contains(key.id());
    assertThat(key.hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void noTwoKeysAreAlike() {
    Set<String> ids = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      ApiKey key = ApiKey.random();
      ids.add(key.id());
      secrets.add(key.text().substring(17));
    }
    assertThat(ids).hasSize(1000);
    assertThat(secrets).hasSize(1000);
  }

  /** A checksum of 32 bits finds each of these: they differ in at most two neighbours. */
  @Test
  void everyTypoIsNoticed() {
    String key = ApiKey.random().text();
    for (int i = 0; i < key.length(); i++) {
      for (char other : "0123456789abcdefghijklmnopqrstuv_A ".toCharArray()) {
        String typo = key.substring(0, i) + other + key.substring(i + 1);
        assertThat(ApiKey.parse(typo).isPresent()).as(typo).isEqualTo(typo.equals(key));
      }
      if (i > 0) {
        String swapped =
            key.substring(0, i - 1) + key.charAt(i) + key.charAt(i - 1) + key.substring(i + 1);
        assertThat(ApiKey.parse(swapped).isPresent()).isEqualTo(swapped.equals(key));
      }
    }
    assertThat(ApiKey.parse(key + "0")).isEmpty();
    assertThat(ApiKey.parse(key.substring(1))).isEmpty();
    assertThat(ApiKey.parse(key + "\n")).isEmpty();
  }

  @Test
  void saysNothingOfItsSecret() {
    ApiKey key = ApiKey.random();

    assertThat(key.toString()).isEqualTo("ApiKey[" + key.id() + "]");
  }

  static String checksum(String unchecked) {
    CRC32 crc = new CRC32();
    crc.update(unchecked.getBytes(StandardCharsets.US_ASCII));
    String digits = Long.toString(crc.getValue(), 32);
    return "0".repeat(7 - digits.length()) + digits;
  }
}
