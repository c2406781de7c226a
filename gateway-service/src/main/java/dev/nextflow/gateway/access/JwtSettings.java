package dev.nextflow.gateway.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Which tokens of an OpenID provider are trusted, under {@code nextflow.gateway.access.jwt}.
 *
 * @param issuer what a token's {@code iss} must be; where neither of the next two is given, its
 *     keys are found through {@code <issuer>/.well-known/openid-configuration}
 * @param jwksUri where its keys are
 * @param publicKey its one key: RSA, X.509, PEM
 * @param audience what must be among a token's {@code aud}: a token made for another service is
 *     none of ours
 * @param tenantClaim the claim that names the tenant, which must have been created
 * @param rolesClaim the claim that lists roles: an array, or words separated by spaces
 * @param adminRole the role that makes an admin; all others are users
 */
record JwtSettings(
    String issuer,
    @Nullable String jwksUri,
    @Nullable String publicKey,
    String audience,
    @DefaultValue("tenant") String tenantClaim,
    @DefaultValue("roles") String rolesClaim,
    @DefaultValue("nextflow-admin") String adminRole) {

  JwtSettings {
    if (!StringUtils.hasText(issuer) || !StringUtils.hasText(audience)) {
      throw new IllegalArgumentException(
          "nextflow.gateway.access.jwt needs both an issuer and an audience");
    }
    if (jwksUri != null && publicKey != null) {
      throw new IllegalArgumentException(
          "nextflow.gateway.access.jwt takes jwks-uri or public-key, not both");
    }
  }
}
