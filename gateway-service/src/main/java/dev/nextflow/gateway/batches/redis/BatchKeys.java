package dev.nextflow.gateway.batches.redis;

import dev.nextflow.gateway.batches.BatchId;
import dev.nextflow.sequences.Sha256;
import java.util.List;

/** Names of keys. All batches share one slot: whoever looks for work looks in one place. */
final class BatchKeys {

  /** Names of the batches that have not ended, by when somebody may look at them. */
  static final String OPEN = "nextflow:{batches}:open";

  private static final String PREFIX = "nextflow:{batches}:";

  private BatchKeys() {}

  /** A batch's name: {@code <tenant>:<id>}; neither part has a colon. */
  static String name(String tenant, BatchId id) {
    return tenant + ":" + id;
  }

  static String batch(String name) {
    return PREFIX + "batch:" + name;
  }

  static String lines(String name) {
    return PREFIX + "lines:" + name;
  }

  static String jobs(String name) {
    return PREFIX + "jobs:" + name;
  }

  static String ends(String name) {
    return PREFIX + "ends:" + name;
  }

  /** All keys of one batch. */
  static List<String> all(String name) {
    return List.of(batch(name), lines(name), jobs(name), ends(name));
  }

  /** Ids of the tenant's batches that have not ended. */
  static String unfinished(String tenant) {
    return PREFIX + "unfinished:" + tenant;
  }

  /** What an idempotency key made. */
  static String key(String tenant, String key) {
    return PREFIX + "key:" + tenant + ":" + Sha256.hexOf(key);
  }
}
