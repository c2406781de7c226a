package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Nobody answers where the provider's keys should be. */
@TestPropertySource(
    properties = {
      "nextflow.gateway.access.jwt.issuer=" + OpenIdProvider.ISSUER,
      "nextflow.gateway.access.jwt.jwks-uri=http://127.0.0.1:1/jwks",
      "nextflow.gateway.access.jwt.audience=nextflow"
    })
class ProviderAwayTest extends KeyedGatewayTest {

  @Test
  void tokensAreA503AndKeysAreNot() {
    String token =
        new OpenIdProvider()
            .token(
                new JWTClaimsSet.Builder()
                    .issuer(OpenIdProvider.ISSUER)
                    .audience("nextflow")
                    .claim("tenant", newTenant())
                    .expirationTime(Date.from(Instant.now().plusSeconds(60))));

    Answer answer = as(token).get("/v1/models");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.text()).doesNotContain("127.0.0.1", "jwks");
    assertThat(user(newTenant()).get("/v1/models").status()).isEqualTo(200);
  }
}
