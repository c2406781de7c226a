package dev.nextflow.gateway.access.redis;

/** Names of the keys in Redis. They share one hash tag, hence one slot of a cluster. */
final class AccessKeys {

  /** What all begin with. */
  static final String PREFIX = "nextflow:{access}:";

  /** Names of all tenants. */
  static final String TENANTS = PREFIX + "tenants";

  private AccessKeys() {}

  /** A tenant. */
  static String tenant(String name) {
    return PREFIX + "tenant:" + name;
  }

  /** A key. */
  static String key(String id) {
    return PREFIX + "key:" + id;
  }

  /** Ids of a tenant's keys, by when they will be forgotten. */
  static String keysOf(String tenant) {
    return PREFIX + "keys:" + tenant;
  }
}
