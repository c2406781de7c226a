package dev.nextflow.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Callers with a key. Duties:
 *
 * <ol>
 *   <li>refuse what can't be a key without a look at Redis;
 *   <li>let in whoever holds a key that was neither revoked nor has expired, in its role;
 *   <li>note, about once a minute, that the key is in use.
 * </ol>
 */
@Component
class KeyCallers {

  private static final Logger log = LoggerFactory.getLogger(KeyCallers.class);

  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

  private final RecentlyRead<StoredKey> keys;
  private final Cache<String, Boolean> noted =
      Caffeine.newBuilder().expireAfterWrite(NOTED_EVERY).maximumSize(10_000).build();
  private final AccessStore store;
  private final Tenants tenants;
  private final InstantSource clock = InstantSource.system();

  KeyCallers(AccessStore store, Tenants tenants) {
    this.keys = new RecentlyRead<>(store::key);
    this.store = store;
    this.tenants = tenants;
  }

  /** Whoever holds this key; empty where it opens nothing. */
  Mono<Caller> holding(String sent) {
    Optional<ApiKey> presented = ApiKey.parse(sent);
    if (presented.isEmpty()) {
      return Mono.empty();
    }
    return keys.get(presented.get().id())
        .filter(key -> key.opensFor(presented.get(), clock.millis()))
        .doOnNext(this::note)
        .flatMap(key -> tenants.named(key.tenant()).map(tenant -> new Caller(tenant, key.role())));
  }

  private void note(StoredKey key) {
    if (noted.asMap().putIfAbsent(key.id(), true) == null) {
      // Beside the request: nobody waits for it, and none fails with it.
      store
          .used(key.id())
          .subscribe(_ -> {}, away -> log.debug("the use of a key was not noted", away));
    }
  }
}
