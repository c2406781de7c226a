package dev.nextflow.gateway.access.redis;

import dev.nextflow.gateway.access.AccessStore;
import dev.nextflow.gateway.access.Account;
import dev.nextflow.gateway.access.ApiKey;
import dev.nextflow.gateway.access.Role;
import dev.nextflow.gateway.access.StoredKey;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.redis.Answers;
import dev.nextflow.jobs.redis.Scripts;
import dev.nextflow.jobs.redis.WholeReads;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tenants and keys in Redis. Every change is the script of its name. */
@Component
class RedisAccessStore implements AccessStore {

  private static final Duration KEPT_AFTER_END = Duration.ofDays(30);

  private final Scripts scripts;
  private final WholeReads reads;

  RedisAccessStore(ReactiveStringRedisTemplate redis, JobSettings settings) {
    this.scripts = new Scripts(RedisAccessStore.class, redis, settings);
    this.reads = new WholeReads(redis, new Answers(settings.answerTimeout()));
  }

  @Override
  public Mono<Account> open(String tenant, Account.Change start) {
    List<String> arguments = AccessFields.changes(start);
    arguments.addFirst(tenant);
    return scripts
        .fields("open_tenant", List.of(AccessKeys.TENANTS, AccessKeys.tenant(tenant)), arguments)
        .map(AccessFields::account);
  }

  @Override
  public Mono<Account> change(String tenant, Account.Change change) {
    return scripts
        .fields("change_tenant", List.of(AccessKeys.tenant(tenant)), AccessFields.changes(change))
        .map(AccessFields::account);
  }

  @Override
  public Mono<Account> account(String tenant) {
    return hash(AccessKeys.tenant(tenant)).map(AccessFields::account);
  }

  @Override
  public Mono<List<Account>> accounts() {
    return reads
        .set(AccessKeys.TENANTS)
        .flatMapMany(Flux::fromIterable)
        .flatMap(this::account)
        .collectSortedList(Comparator.comparing(Account::name));
  }

  @Override
  public Mono<StoredKey> add(ApiKey key, String tenant, Role role, String name, long expiresAtMs) {
    List<String> keys =
        List.of(AccessKeys.tenant(tenant), AccessKeys.key(key.id()), AccessKeys.keysOf(tenant));
    List<String> arguments =
        List.of(
            key.id(),
            Long.toString(expiresAtMs),
            keptMs(),
            "id",
            key.id(),
            "hash",
            key.hash(),
            "tenant",
            tenant,
            "role",
            role.wireName(),
            "name",
            name);
    return scripts.fields("add_key", keys, arguments).map(AccessFields::key);
  }

  @Override
  public Mono<StoredKey> key(String id) {
    return hash(AccessKeys.key(id)).map(AccessFields::key);
  }

  @Override
  public Mono<List<StoredKey>> keys(String tenant) {
    return reads
        .sortedSet(AccessKeys.keysOf(tenant))
        .flatMapMany(Flux::fromIterable)
        .flatMap(this::key)
        .collectSortedList(
            Comparator.comparingLong(StoredKey::createdAtMs).thenComparing(StoredKey::id));
  }

  @Override
  public Mono<StoredKey> revoke(String id) {
    return scripts
        .fields("revoke_key", List.of(AccessKeys.key(id)), List.of(AccessKeys.PREFIX, id, keptMs()))
        .map(AccessFields::key);
  }

  @Override
  public Mono<Void> used(String id) {
    return scripts.run("use_key", List.of(AccessKeys.key(id)), List.of()).then();
  }

  private Mono<Map<String, String>> hash(String key) {
    return reads.hash(key).filter(fields -> !fields.isEmpty());
  }

  private static String keptMs() {
    return Long.toString(KEPT_AFTER_END.toMillis());
  }
}
