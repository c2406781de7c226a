package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

@Import(JwtTest.Provider.class)
class JwtTest extends KeyedGatewayTest {

  private static final OpenIdProvider PROVIDER = new OpenIdProvider();

  private String tenant;

  @BeforeEach
  void openTenant() {
    tenant = newTenant();
  }

  @Test
  void aGoodTokenOpensTheGatewayForItsTenant() {
    String id = as(PROVIDER.token(good())).draw("{\"prompt\": \"a\"}").get("id").stringValue();

    assertThat(user(tenant).job(id).get("state").stringValue()).isEqualTo("queued");
    assertThat(user(newTenant()).get("/v1/jobs/" + id).status()).isEqualTo(404);
  }

  @Test
  void aTokenWithTheAdminRoleIsAnAdmins() {
    String list = PROVIDER.token(good().claim("roles", List.of("x", "nextflow-admin")));
    String words = PROVIDER.token(good().claim("roles", "x nextflow-admin"));
    String other = PROVIDER.token(good().claim("roles", List.of("admin", "nextflow-admins")));

    assertThat(as(list).get("/v1/admin/tenants").status()).isEqualTo(200);
    assertThat(as(words).get("/v1/admin/tenants").status()).isEqualTo(200);
    assertThat(as(other).get("/v1/admin/tenants").status()).isEqualTo(403);
    assertThat(as(PROVIDER.token(good())).get("/v1/admin/tenants").status()).isEqualTo(403);
  }

  @Test
  void aTokenThatHasExpiredOrIsNotYetValidOrNeverEndsIsRefused() {
    Duration beyondSkew = Duration.ofMinutes(2);

    isRefused(PROVIDER.token(good().expirationTime(Date.from(Instant.now().minus(beyondSkew)))));
    isRefused(PROVIDER.token(good().notBeforeTime(Date.from(Instant.now().plus(beyondSkew)))));
    isRefused(PROVIDER.token(good().expirationTime(null)));
  }

  @Test
  void aTokenOfAnotherIssuerOrForAnotherServiceIsRefused() {
    isRefused(PROVIDER.token(good().issuer("https://other.example")));
    isRefused(PROVIDER.token(good().issuer(null)));
    isRefused(PROVIDER.token(good().audience("another-service")));
    isRefused(PROVIDER.token(good().audience((String) null)));
  }

  @Test
  void aTokenThatTheIssuerDidNotSignIsRefused() throws JOSEException {
    RSAKey strangers = OpenIdProvider.newKey("key-1");
    isRefused(
        OpenIdProvider.signed(
            good(), strangers.getKeyID(), JWSAlgorithm.RS256, new RSASSASigner(strangers)));
    // The public key is known to everybody: as an HMAC secret it proves nothing.
    byte[] known = PROVIDER.publicKey().toRSAPublicKey().getEncoded();
    isRefused(OpenIdProvider.signed(good(), "key-1", JWSAlgorithm.HS256, new MACSigner(known)));
    isRefused(new PlainJWT(good().build()).serialize());
    String token = PROVIDER.token(good());
    isRefused(token.substring(0, token.length() - 8) + "AAAAAAAA");
    isRefused(token.substring(0, token.lastIndexOf('.') + 1));
    isRefused("not.a.token");
  }

  @Test
  void aTokenThatNamesNoTenantOfOursIsRefused() {
    isRefused(PROVIDER.token(good().claim("tenant", null)));
    isRefused(PROVIDER.token(good().claim("tenant", "never-created")));
    isRefused(PROVIDER.token(good().claim("tenant", "No:Tenant")));
    isRefused(PROVIDER.token(good().claim("tenant", List.of(tenant))));
  }

  @Test
  void keysStillOpenTheGateway() {
    assertThat(user(tenant).get("/v1/models").status()).isEqualTo(200);
  }

  private JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .issuer(OpenIdProvider.ISSUER)
        .audience("nextflow")
        .subject("somebody")
        .claim("tenant", tenant)
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  private void isRefused(String token) {
    assertThat(as(token).get("/v1/models").status()).as(token).isEqualTo(401);
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Provider {

    @Bean
    DynamicPropertyRegistrar trustsTheProvider() {
      return properties -> {
        properties.add("nextflow.gateway.access.jwt.issuer", () -> OpenIdProvider.ISSUER);
        properties.add("nextflow.gateway.access.jwt.jwks-uri", PROVIDER::jwksUri);
        properties.add("nextflow.gateway.access.jwt.audience", () -> "nextflow");
      };
    }
  }
}
