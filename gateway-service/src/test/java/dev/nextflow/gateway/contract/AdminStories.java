package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import java.util.UUID;

/** Tenants and their keys. */
record AdminStories(Witness witness, Api admin, String tenant) {

  private static final String TENANTS = "/v1/admin/tenants";
  private static final String KEYS = "/v1/admin/keys";

  void tell() {
    send("POST", TENANTS, "{'name': '%s'}".formatted("t-" + UUID.randomUUID()));
    send("POST", TENANTS, "{'name': '%s'}".formatted(tenant)); // there is one
    witness.get(admin, TENANTS);
    witness.get(admin, TENANTS + "/" + tenant);
    send("PATCH", TENANTS + "/" + tenant, "{'weight': 2}");
    String key =
        witness
            .send(
                admin,
                "POST",
                KEYS,
                "{'tenant': '%s', 'name': 'n', 'expires_at': '2999-01-31T12:00:00Z'}"
                    .formatted(tenant))
            .header("Location");
    witness.get(admin, KEYS + "?tenant=" + tenant);
    witness.get(admin, KEYS + "?tenant=nobody");
    witness.get(admin, KEYS); // whose
    witness.get(admin, key);
    witness.send(admin, "DELETE", key, new byte[0]);
  }

  private void send(String method, String path, String json) {
    witness.send(admin, method, path, json);
  }
}
