package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;

/** An endpoint's life; the one that is there has a delivery. */
record WebhookStories(Witness witness, Api user, Possessions own) {

  private static final String ENDPOINTS = "/v1/webhook-endpoints";

  void tell() {
    String mine = ENDPOINTS + "/" + own.of("endpoint");
    witness.get(user, ENDPOINTS);
    witness.get(user, mine);
    witness.get(user, mine + "/deliveries");
    witness.get(user, mine + "/deliveries?limit=1");
    post(mine + "/deliveries/" + own.of("delivery") + "/redeliver", "");
    post(mine + "/test", "");
    post(mine + "/rotate", "{'grace_seconds': 60}");
    String added =
        witness
            .send(
                user,
                "POST",
                ENDPOINTS,
                "{'url': 'http://127.0.0.1:1/other', 'events': ['job.failed'], 'description': 'd'}")
            .header("Location");
    witness.send(user, "PATCH", added, "{'enabled': false}");
    witness.get(user, added);
    witness.get(user, added + "/deliveries");
    witness.send(user, "DELETE", added, new byte[0]);
  }

  private void post(String path, String json) {
    witness.send(user, "POST", path, json);
  }
}
