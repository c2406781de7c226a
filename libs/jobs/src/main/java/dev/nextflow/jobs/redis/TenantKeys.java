package dev.nextflow.jobs.redis;

import dev.nextflow.sequences.Sha256;

/**
 * Names of the keys that belong to a tenant and no queue. They share one hash tag; a colon is in
 * it, so that it is no queue's.
 */
record TenantKeys(String tenant) {

  /** What all of them begin with. */
  String prefix() {
    return "nextflow:{tenant:" + tenant + "}:";
  }

  /** The queues that the tenant has submitted to. */
  String queues() {
    return prefix() + "queues";
  }

  /** What an idempotency key stands for. */
  String claim(String idempotencyKey) {
    return prefix() + "claim:" + Sha256.hexOf(idempotencyKey);
  }
}
