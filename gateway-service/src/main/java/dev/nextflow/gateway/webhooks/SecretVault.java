package dev.nextflow.gateway.webhooks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Seals secrets before they are stored, and opens them to sign: they can't be hashed as API keys
 * are. AES-256-GCM with a fresh nonce; a sealed secret that was moved to another endpoint does not
 * open. Without a key, what is stored is the secret itself. Thread-safe.
 */
@Component
class SecretVault {

  private static final String SEALED = "aes:";
  private static final String PLAIN = "plain:";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final @Nullable SecretKeySpec key;

  SecretVault(WebhookSettings settings) {
    this.key = settings.secretKey() == null ? null : key(settings.secretKey());
  }

  private static SecretKeySpec key(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64.strip());
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException("nextflow.webhooks.secret-key must be 32 bytes in base64");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  String seal(WebhookSecret secret, EndpointId endpoint) {
    if (key == null) {
      return PLAIN + secret.value();
    }
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] text = secret.value().getBytes(StandardCharsets.US_ASCII);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, text, endpoint);
    return SEALED + Base64.getEncoder().encodeToString(joined(nonce, sealed));
  }

  /**
   * The secrets of an endpoint, the current one first.
   *
   * @throws IllegalStateException if they were sealed with another key
   */
  List<WebhookSecret> open(SealedSecrets sealed, EndpointId endpoint) {
    List<WebhookSecret> secrets = new ArrayList<>();
    secrets.add(open(sealed.current(), endpoint));
    if (sealed.old() != null) {
      secrets.add(open(sealed.old(), endpoint));
    }
    return secrets;
  }

  private WebhookSecret open(String stored, EndpointId endpoint) {
    if (stored.startsWith(PLAIN)) {
      return new WebhookSecret(stored.substring(PLAIN.length()));
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(stored.substring(SEALED.length())));
    byte[] nonce = new byte[NONCE_BYTES];
    bytes.get(nonce);
    byte[] sealed = new byte[bytes.remaining()];
    bytes.get(sealed);
    byte[] text = run(Cipher.DECRYPT_MODE, nonce, sealed, endpoint);
    return new WebhookSecret(new String(text, StandardCharsets.US_ASCII));
  }

  private byte[] run(int mode, byte[] nonce, byte[] input, EndpointId endpoint) {
    if (key == null) {
      throw new IllegalStateException("a sealed secret, and no nextflow.webhooks.secret-key");
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(endpoint.value().getBytes(StandardCharsets.US_ASCII));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException otherKey) {
      throw new IllegalStateException("a secret that this key does not open", otherKey);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
