package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretVaultTest {

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final EndpointId HERE = EndpointId.random();

  private final WebhookSecret secret = WebhookSecret.random();

  @Test
  void whatIsSealedDoesNotShowAndOpensAgain() {
    SecretVault vault = vault(KEY);

    String sealed = vault.seal(secret, HERE);

    assertThat(sealed).startsWith("aes:").doesNotContain(secret.value().substring(6, 20));
    assertThat(vault.open(new SealedSecrets(sealed, null, 0), HERE)).containsExactly(secret);
    assertThat(vault.seal(secret, HERE)).as("a fresh nonce").isNotEqualTo(sealed);
  }

  @Test
  void theCurrentSecretComesBeforeTheOldOne() {
    SecretVault vault = vault(KEY);
    WebhookSecret next = WebhookSecret.random();

    List<WebhookSecret> opened =
        vault.open(new SealedSecrets(vault.seal(next, HERE), vault.seal(secret, HERE), 1), HERE);

    assertThat(opened).containsExactly(next, secret);
  }

  @Test
  void anotherKeyOrEndpointOrAChangedBitDoesNotOpen() {
    SecretVault vault = vault(KEY);
    String sealed = vault.seal(secret, HERE);
    byte[] other = new byte[32];
    other[0] = 1;
    char last = sealed.charAt(10) == 'A' ? 'B' : 'A';
    String changed = sealed.substring(0, 10) + last + sealed.substring(11);

    isClosed(vault(Base64.getEncoder().encodeToString(other)), sealed, HERE);
    isClosed(vault(null), sealed, HERE);
    isClosed(vault, sealed, EndpointId.random());
    isClosed(vault, changed, HERE);
  }

  @Test
  void withoutAKeyASecretLiesAsItIsAndStaysReadableOnceThereIsOne() {
    String stored = vault(null).seal(secret, HERE);

    assertThat(stored).isEqualTo("plain:" + secret.value());
    assertThat(vault(KEY).open(new SealedSecrets(stored, null, 0), HERE)).containsExactly(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64!"})
  void whatIsNoKeyStopsTheStart(String key) {
    assertThatThrownBy(() -> vault(key)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void isClosed(SecretVault vault, String sealed, EndpointId endpoint) {
    assertThatThrownBy(() -> vault.open(new SealedSecrets(sealed, null, 0), endpoint))
        .isInstanceOf(IllegalStateException.class);
  }

  private static SecretVault vault(@Nullable String key) {
    return new SecretVault(TestSettings.withKey(key));
  }
}
