package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.jobs.JobId;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KeysTest extends KeyedGatewayTest {

  /** What is promised. */
  private static final Duration REVOKED_WITHIN = Duration.ofSeconds(5);

  @Test
  void aKeyOpensTheGatewayForItsTenant() {
    String tenant = newTenant();
    Api user = user(tenant);

    String id = user.draw("{\"prompt\": \"a\"}").get("id").stringValue();

    assertThat(user.job(id).get("state").stringValue()).isEqualTo("queued");
    assertThat(queue.find(tenant, JobId.parse(id).orElseThrow()).blockOptional()).isPresent();
  }

  @Test
  void aRevokedKeyOpensNoGatewayAfterFiveSeconds() {
    JsonNode key = newKey(newTenant());
    String text = key.get("key").stringValue();
    Api here = as(text);
    Api there = as(secondGateway(), text);
    assertThat(here.get("/v1/models").status()).isEqualTo(200);
    assertThat(there.get("/v1/models").status()).isEqualTo(200);

    assertThat(admin.send("DELETE", path(key), new byte[0]).status()).isEqualTo(200);
    long revokedNanos = System.nanoTime();

    for (Api gateway : new Api[] {here, there}) {
      Eventually.holds(
          "the key is refused",
          REVOKED_WITHIN.minusNanos(System.nanoTime() - revokedNanos),
          () -> gateway.get("/v1/models").status() == 401);
    }
    assertThat(here.get("/v1/models").status()).isEqualTo(401);
  }

  @Test
  void anotherKeyOfTheSameTenantIsNotRevokedWithIt() {
    String tenant = newTenant();
    Api other = user(tenant);
    JsonNode key = newKey(tenant);

    admin.send("DELETE", path(key), new byte[0]);

    assertThat(other.get("/v1/models").status()).isEqualTo(200);
    assertThat(as(key.get("key").stringValue()).get("/v1/models").status()).isEqualTo(401);
  }

  @Test
  void anExpiredKeyIsRefused() {
    Instant soon = Instant.now().plusSeconds(2);
    Api user =
        as(newKey(newTenant(), "\"expires_at\": \"%s\"".formatted(soon)).get("key").stringValue());
    assertThat(user.get("/v1/models").status()).isEqualTo(200);

    Eventually.holds(
        "the key is refused", Duration.ofSeconds(10), () -> user.get("/v1/models").status() == 401);
    assertThat(Instant.now()).isAfterOrEqualTo(soon);
  }

  @Test
  void aSuspendedTenantIsKeptOutUntilItIsResumed() {
    String tenant = newTenant();
    Api user = user(tenant);
    assertThat(user.get("/v1/models").status()).isEqualTo(200);

    change(tenant, "{\"suspended\": true}");
    Eventually.holds(
        "the tenant is kept out", REVOKED_WITHIN, () -> user.get("/v1/models").status() == 403);
    change(tenant, "{\"suspended\": false}");
    Eventually.holds(
        "the tenant is back", REVOKED_WITHIN, () -> user.get("/v1/models").status() == 200);
  }

  @Test
  void theRightIdWithAnotherSecretIsRefused() {
    JsonNode key = newKey(newTenant());
    String text = key.get("key").stringValue();
    String forged = forged(text);
    assertThat(ApiKey.parse(forged)).isPresent();

    assertThat(as(forged).get("/v1/models").status()).isEqualTo(401);
    assertThat(as(text).get("/v1/models").status()).isEqualTo(200);
    assertThat(as(forged).get("/v1/models").status()).isEqualTo(401);
  }

  @Test
  void theUseOfAKeyIsNoted() {
    JsonNode key = newKey(newTenant());
    assertThat(admin.get(path(key)).json().get("last_used_at").isNull()).isTrue();

    as(key.get("key").stringValue()).get("/v1/models");

    Eventually.holds(
        "the use was noted",
        Duration.ofSeconds(10),
        () -> !admin.get(path(key)).json().get("last_used_at").isNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Basic %s",
        "%s",
        "Bearer %s,Bearer %s",
        "Bearer %s x",
        "Bearer\t%s",
        "Bearer \"%s\"",
        "Token %s"
      })
  void onlyBearerCredentialsAreRead(String header) {
    String key = newKey(newTenant()).get("key").stringValue();

    assertThat(api.get("/v1/models", "Authorization", header.replace("%s", key)).status())
        .isEqualTo(401);
    assertThat(api.get("/v1/models", "Authorization", "bearer " + key).status()).isEqualTo(200);
  }

  @Test
  void keysInOtherPlacesAreNotRead() {
    String key = newKey(newTenant()).get("key").stringValue();

    assertThat(api.get("/v1/models?api_key=" + key + "&access_token=" + key).status())
        .isEqualTo(401);
    assertThat(api.get("/v1/models", "X-API-Key", key, "Cookie", "key=" + key).status())
        .isEqualTo(401);
    assertThat(
            api.get(
                    "/v1/models",
                    "Authorization",
                    "Bearer " + key,
                    "Authorization",
                    "Bearer " + key)
                .status())
        .isEqualTo(401);
  }

  private void change(String tenant, String json) {
    assertThat(admin.sendJson("PATCH", "/v1/admin/tenants/" + tenant, json).status())
        .isEqualTo(200);
  }

  private static String path(JsonNode key) {
    return "/v1/admin/keys/" + key.get("id").stringValue();
  }

  /** A well-formed key with the same id. */
  private static String forged(String text) {
    String id = text.substring(4, 16);
    String other = ApiKey.random().text();
    String unchecked = "nfk_" + id + other.substring(16, other.length() - 7);
    return unchecked + ApiKeyTest.checksum(unchecked);
  }
}
