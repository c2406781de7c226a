package dev.nextflow.gateway.webhooks.redis;

import dev.nextflow.gateway.webhooks.EndpointId;

/**
 * Names of keys. They share one hash tag, hence one slot of a cluster.
 *
 * @param room the hash tag
 */
record WebhookKeys(String room) {

  String prefix() {
    return "nextflow:{" + room + "}:";
  }

  /** Endpoints by when to look at them. */
  String turns() {
    return prefix() + "turns";
  }

  /** Queues whose outbox is to be read. */
  String queues() {
    return prefix() + "queues";
  }

  /** Ids of a tenant's endpoints by their age. */
  String endpoints(String tenant) {
    return prefix() + "endpoints:" + tenant;
  }

  /** An endpoint's name as scripts take it; neither part has a colon. */
  static String name(String tenant, EndpointId id) {
    return tenant + ":" + id;
  }
}
