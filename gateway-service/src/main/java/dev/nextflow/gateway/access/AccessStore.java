package dev.nextflow.gateway.access;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Where tenants and keys are kept. Thread-safe; nothing happens before a subscription. Calls end
 * with {@link dev.nextflow.jobs.QueueUnavailable} where no answer comes in time.
 */
public interface AccessStore {

  /** Opens an account; empty where there is one of this name. */
  Mono<Account> open(String tenant, Account.Change start);

  /** Changes an account; empty where there is none of this name. */
  Mono<Account> change(String tenant, Account.Change change);

  /** The account of a tenant; empty where there is none. */
  Mono<Account> account(String tenant);

  /** All accounts, by name. */
  Mono<List<Account>> accounts();

  /**
   * Keeps a new key; empty where its tenant has no account. The key itself is not kept.
   *
   * @param expiresAtMs 0: never
   */
  Mono<StoredKey> add(ApiKey key, String tenant, Role role, String name, long expiresAtMs);

  /** The key of an id; empty where there is none, or it was forgotten. */
  Mono<StoredKey> key(String id);

  /** The keys of a tenant, the oldest first. One that ended is forgotten after 30 days. */
  Mono<List<StoredKey>> keys(String tenant);

  /** Revokes a key, for good; once more changes nothing. Empty where there is none of this id. */
  Mono<StoredKey> revoke(String id);

  /** Notes that a key is in use. */
  Mono<Void> used(String id);
}
