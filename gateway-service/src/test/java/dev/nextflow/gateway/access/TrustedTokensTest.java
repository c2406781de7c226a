package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/** Where the provider's key is configured, nobody is asked for it. */
class TrustedTokensTest {

  private final OpenIdProvider provider = new OpenIdProvider();

  @Test
  void aConfiguredPublicKeyChecksTokensWithoutTheProvider() throws Exception {
    byte[] encoded = provider.publicKey().toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(encoded));
    ReactiveJwtDecoder decoder = TrustedTokens.decoder(settings(null, pem));

    assertThat(decoder.decode(provider.token(claims())).block().getSubject()).isEqualTo("me");
    assertThatThrownBy(() -> decoder.decode(strangersToken()).block())
        .isInstanceOf(BadJwtException.class);
  }

  // A token can't be called bad by who could not look.
  @Test
  void aProviderThatIsAwayIsNotTheTokensFault() {
    ReactiveJwtDecoder decoder = TrustedTokens.decoder(settings("http://127.0.0.1:1/jwks", null));

    assertThatThrownBy(() -> decoder.decode(provider.token(claims())).block())
        .isNotInstanceOf(BadJwtException.class);
  }

  @Test
  void whatWouldTrustTooMuchIsRefusedAtTheStart() {
    assertThatThrownBy(
            () -> new JwtSettings("", null, null, "nextflow", "tenant", "roles", "admin"))
        .hasMessageContaining("issuer");
    assertThatThrownBy(() ->
            new JwtSettings(OpenIdProvider.ISSUER, null, null, "", "tenant", "roles", "admin"))
        .hasMessageContaining("audience");
    assertThatThrownBy(() -> settings("http://127.0.0.1:1/jwks", "pem"))
        .hasMessageContaining("not both");
  }

  private static JwtSettings settings(String jwksUri, String publicKey) {
    return new JwtSettings(
        OpenIdProvider.ISSUER, jwksUri, publicKey, "nextflow", "tenant", "roles", "admin");
  }

  private static String strangersToken() throws Exception {
    return OpenIdProvider.signed(
        claims(), "key-1", JWSAlgorithm.RS256, new RSASSASigner(OpenIdProvider.newKey("key-1")));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(OpenIdProvider.ISSUER)
        .audience("nextflow")
        .subject("me")
        .expirationTime(Date.from(Instant.now().plusSeconds(60)));
  }
}
