package dev.nextflow.gateway.access;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/** Which tokens are valid: signed by the issuer, made for us, and neither too old nor too young. */
final class TrustedTokens {

  /** Asymmetric ones alone: who can check a token must not be able to make one. */
  private static final Set<SignatureAlgorithm> ALGORITHMS =
      Set.of(
          SignatureAlgorithm.RS256,
          SignatureAlgorithm.RS384,
          SignatureAlgorithm.RS512,
          SignatureAlgorithm.PS256,
          SignatureAlgorithm.ES256,
          SignatureAlgorithm.ES384);

  private TrustedTokens() {}

  /** The decoder; it fetches the provider's keys when a token first needs them. */
  static ReactiveJwtDecoder decoder(JwtSettings settings) {
    NimbusReactiveJwtDecoder decoder =
        settings.publicKey() != null
            ? NimbusReactiveJwtDecoder.withPublicKey(rsa(settings.publicKey()))
                .validateType(false)
                .build()
            : keysOf(settings)
                .jwsAlgorithms(algorithms -> algorithms.addAll(ALGORITHMS))
                .validateType(false) // at+jwt (RFC 9068), JWT or nothing; iss and aud decide
                .build();
    decoder.setJwtValidator(validator(settings));
    return decoder;
  }

  private static NimbusReactiveJwtDecoder.JwkSetUriReactiveJwtDecoderBuilder keysOf(
      JwtSettings settings) {
    return settings.jwksUri() != null
        ? NimbusReactiveJwtDecoder.withJwkSetUri(settings.jwksUri())
        : NimbusReactiveJwtDecoder.withIssuerLocation(settings.issuer());
  }

  private static OAuth2TokenValidator<Jwt> validator(JwtSettings settings) {
    JwtTimestampValidator times = new JwtTimestampValidator();
    times.setAllowEmptyExpiryClaim(false); // one that never ends could never be taken back
    JwtClaimValidator<List<String>> madeForUs =
        new JwtClaimValidator<>(
            JwtClaimNames.AUD,
            audiences -> audiences != null && audiences.contains(settings.audience()));
    return new DelegatingOAuth2TokenValidator<>(
        times, new JwtIssuerValidator(settings.issuer()), madeForUs);
  }

  private static RSAPublicKey rsa(String pem) {
    byte[] bytes = pem.strip().getBytes(StandardCharsets.US_ASCII);
    return Objects.requireNonNull(
        RsaKeyConverters.x509().convert(new ByteArrayInputStream(bytes)), "no RSA public key");
  }
}
