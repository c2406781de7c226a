package dev.nextflow.gateway.access.redis;

import dev.nextflow.gateway.access.Account;
import dev.nextflow.gateway.access.Role;
import dev.nextflow.gateway.access.StoredKey;
import dev.nextflow.gateway.access.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between the hashes in Redis and the records: the only place that knows the field names. */
final class AccessFields {

  private AccessFields() {}

  static Account account(Map<String, String> fields) {
    return new Account(
        text(fields, "name"),
        number(fields, "createdAtMs", 0),
        number(fields, "suspended", 0) == 1,
        (int) number(fields, "weight", Tenant.DEFAULT_WEIGHT),
        limit(fields, "requestsPerMinute"),
        limit(fields, "tokensPerMinute"),
        limit(fields, "jobsInFlight"),
        limit(fields, "openStreams"));
  }

  static StoredKey key(Map<String, String> fields) {
    return new StoredKey(
        text(fields, "id"),
        text(fields, "hash"),
        text(fields, "tenant"),
        Role.of(text(fields, "role")).orElseThrow(),
        text(fields, "name"),
        number(fields, "createdAtMs", 0),
        number(fields, "lastUsedAtMs", 0),
        number(fields, "expiresAtMs", 0),
        number(fields, "revokedAtMs", 0));
  }

  /** Fields and values of what changes. */
  static List<String> changes(Account.Change change) {
    List<String> flat = new ArrayList<>();
    Boolean suspended = change.suspended();
    add(flat, "suspended", suspended == null ? null : suspended ? 1L : 0L);
    add(flat, "weight", change.weight());
    add(flat, "requestsPerMinute", change.requestsPerMinute());
    add(flat, "tokensPerMinute", change.tokensPerMinute());
    add(flat, "jobsInFlight", change.jobsInFlight());
    add(flat, "openStreams", change.openStreams());
    return flat;
  }

  private static void add(List<String> flat, String field, @Nullable Long value) {
    if (value != null) {
      flat.addAll(List.of(field, value.toString()));
    }
  }

  private static @Nullable Long limit(Map<String, String> fields, String name) {
    String value = fields.get(name);
    return value == null ? null : (Long) Long.parseLong(value);
  }

  private static long number(Map<String, String> fields, String name, long otherwise) {
    String value = fields.get(name);
    return value == null ? otherwise : Long.parseLong(value);
  }

  private static String text(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("a record without " + name);
    }
    return value;
  }
}
