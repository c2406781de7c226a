package dev.nextflow.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AdminApiTest extends KeyedGatewayTest {

  @Test
  void aTenantBeginsWithTheDefaults() {
    Answer answer = admin.post("/v1/admin/tenants", "{\"name\": \"begins\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v1/admin/tenants/begins");
    JsonNode tenant = answer.json();
    assertThat(tenant.get("created_at").stringValue()).endsWith("Z");
    assertThat(tenant.toString())
        .isEqualTo(
            "{\"name\":\"begins\",\"object\":\"tenant\",\"created_at\":%s,\"suspended\":false,\"weight\":1,"
                    .formatted(tenant.get("created_at"))
                + "\"requests_per_minute\":600,\"tokens_per_minute\":1000000,"
                + "\"jobs_in_flight\":10000,\"open_streams\":3}");
    assertThat(admin.get("/v1/admin/tenants/begins").json()).isEqualTo(tenant);
  }

  @Test
  void aNameIsGivenOnce() {
    String tenant = newTenant("\"weight\": 7");

    Answer again = admin.post("/v1/admin/tenants", "{\"name\": \"%s\"}".formatted(tenant));

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("code").stringValue()).isEqualTo("already-exists");
    assertThat(shown(tenant).get("weight").intValue()).isEqualTo(7);
  }

  @Test
  void aChangeChangesWhatItNamesAndNothingElse() {
    String tenant = newTenant("\"weight\": 7", "\"open_streams\": 9");

    Answer changed =
        admin.sendJson(
            "PATCH",
            "/v1/admin/tenants/" + tenant,
            "{\"tokens_per_minute\": 5, \"suspended\": true}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(shown(tenant)).isEqualTo(changed.json());
    assertThat(changed.json().get("tokens_per_minute").longValue()).isEqualTo(5);
    assertThat(changed.json().get("suspended").booleanValue()).isTrue();
    assertThat(changed.json().get("weight").intValue()).isEqualTo(7);
    assertThat(changed.json().get("open_streams").intValue()).isEqualTo(9);
    assertThat(changed.json().get("requests_per_minute").longValue()).isEqualTo(600);
    assertThat(admin.sendJson("PATCH", "/v1/admin/tenants/" + tenant, "{}").json())
        .isEqualTo(changed.json());
  }

  @Test
  void allTenantsAreListedByName() {
    String one = newTenant();
    String other = newTenant();

    JsonNode list = admin.get("/v1/admin/tenants").json();

    assertThat(list.get("object").stringValue()).isEqualTo("list");
    assertThat(StreamSupport.stream(list.get("data").spliterator(), false))
        .extracting(tenant -> tenant.get("name").stringValue())
        .contains(one, other)
        .isSorted();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                       | name=is required
          {"name": 7}                              | name=must be a string
          {"name": "Upper"}                        | name=must be 1..63 letters a-z, digits and dashes, not beginning with a dash
          {"name": "-a"}                           | name=must be 1..63 letters a-z, digits and dashes, not beginning with a dash
          {"name": "a:b"}                          | name=must be 1..63 letters a-z, digits and dashes, not beginning with a dash
          {"name": "a", "weight": 0}               | weight=must be 1..1000
          {"name": "a", "weight": 1001}            | weight=must be 1..1000
          {"name": "a", "weight": 1.5}             | weight=must be a whole number
          {"name": "a", "requests_per_minute": 0}  | requests_per_minute=must be 1..1000000000
          {"name": "a", "suspended": "yes"}        | suspended=must be true or false
          {"name": "a", "limits": {}}              | limits=unknown field
          {"tokens_per_minute": -1, "x": 1}        | name=is required, tokens_per_minute=must be 1..1000000000, x=unknown field
          """)
  void aBadTenantIsRefusedWithAllItsFaults(String body, String faults) {
    refused(admin.post("/v1/admin/tenants", body), faults);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                | tenant=is required, name=is required
          {"tenant": "nobody", "name": "a"}                                 | tenant=unknown tenant
          {"tenant": "nobody", "name": " "}                                 | name=must be 1..100 printable characters
          {"tenant": "nobody", "name": "a\\nb"}                             | name=must be 1..100 printable characters
          {"tenant": "nobody", "name": "a", "role": "root"}                 | role=must be user or admin
          {"tenant": "nobody", "name": "a", "expires_at": "soon"}           | expires_at=must be a time such as 2030-01-31T12:00:00Z
          {"tenant": "nobody", "name": "a", "expires_at": "2020-01-01T00:00:00Z"} | expires_at=must be in the future
          {"tenant": "nobody", "name": "a", "expires_at": "+999999999-01-01T00:00:00Z"} | expires_at=must be a time such as 2030-01-31T12:00:00Z
          {"tenant": "nobody", "name": "a", "key": "nfk_mine"}              | key=unknown field
          """)
  void aBadKeyIsRefusedWithAllItsFaults(String body, String faults) {
    refused(admin.post("/v1/admin/keys", body), faults);
  }

  @Test
  void aKeyIsShownOnce() {
    String tenant = newTenant();

    Answer made =
        admin.post(
            "/v1/admin/keys",
            "{\"tenant\": \"%s\", \"name\": \"ci \u00e4\", \"expires_at\": \"2999-01-01T00:00:00Z\"}"
                .formatted(tenant));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    JsonNode key = made.json();
    assertThat(made.header("Location")).isEqualTo("/v1/admin/keys/" + key.get("id").stringValue());
    assertThat(key.get("key").stringValue()).startsWith("nfk_" + key.get("id").stringValue());
    assertThat(key.get("role").stringValue()).isEqualTo("user");
    assertThat(key.get("name").stringValue()).isEqualTo("ci \u00e4");
    assertThat(key.get("expires_at").stringValue()).isEqualTo("2999-01-01T00:00:00Z");
    JsonNode shown = admin.get(made.header("Location")).json();
    assertThat(shown.has("key")).isFalse();
    assertThat(shown.propertyNames())
        .containsExactly(
            "id",
            "object",
            "tenant",
            "role",
            "name",
            "created_at",
            "last_used_at",
            "expires_at",
            "revoked_at");
  }

  @Test
  void keysAreListedByTheirTenantTheOldestFirst() {
    String tenant = newTenant();
    JsonNode first = newKey(tenant);
    JsonNode second = newKey(tenant, "\"role\": \"admin\"");
    newKey(newTenant());

    JsonNode list = admin.get("/v1/admin/keys?tenant=" + tenant).json().get("data");

    assertThat(StreamSupport.stream(list.spliterator(), false))
        .extracting(key -> key.get("id").stringValue())
        .containsExactlyInAnyOrder(first.get("id").stringValue(), second.get("id").stringValue());
    refused(admin.get("/v1/admin/keys"), "tenant=is required");
    assertThat(admin.get("/v1/admin/keys?tenant=nobody").status()).isEqualTo(404);
  }

  @Test
  void aKeyIsRevokedOnceAndStaysInTheList() {
    String tenant = newTenant();
    String path = "/v1/admin/keys/" + newKey(tenant).get("id").stringValue();

    JsonNode revoked = admin.send("DELETE", path, new byte[0]).json();

    assertThat(revoked.get("revoked_at").isNull()).isFalse();
    assertThat(admin.send("DELETE", path, new byte[0]).json()).isEqualTo(revoked);
    assertThat(admin.get("/v1/admin/keys?tenant=" + tenant).json().get("data").get(0))
        .isEqualTo(revoked);
  }

  @Test
  void anAdminsKeyAdministers() {
    var other = as(newKey(newTenant(), "\"role\": \"admin\"").get("key").stringValue());

    assertThat(other.get("/v1/admin/tenants").status()).isEqualTo(200);
    assertThat(other.draw("{\"prompt\": \"a\"}").get("state").stringValue()).isEqualTo("queued");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/admin/tenants/nobody",
        "GET /v1/admin/tenants/a:b",
        "PATCH /v1/admin/tenants/nobody",
        "GET /v1/admin/keys/000000000000",
        "GET /v1/admin/keys/nobody",
        "DELETE /v1/admin/keys/000000000000",
        "DELETE /v1/admin/keys/a:b"
      })
  void whatIsNotThereIsNotFound(String route) {
    String[] methodAndPath = route.split(" ");

    Answer answer = admin.sendJson(methodAndPath[0], methodAndPath[1], "{}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("not-found");
  }

  private JsonNode shown(String tenant) {
    return admin.get("/v1/admin/tenants/" + tenant).json();
  }

  private static void refused(Answer answer, String faults) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(StreamSupport.stream(answer.json().get("errors").spliterator(), false))
        .extracting(
            error -> error.get("field").stringValue() + "=" + error.get("rule").stringValue())
        .containsExactly(faults.split(", (?=[a-z_]+=)"));
  }
}
