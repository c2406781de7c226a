package dev.nextflow.gateway.access;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * What was read a moment ago, and need not be read again. What is revoked or suspended stays valid
 * for as long as this keeps it, and no longer: a failure to read is not kept, and nothing older is
 * served in its place.
 */
final class RecentlyRead<T> {

  /** With a slow answer of Redis on top, well within the promised 5 s. */
  private static final Duration KEPT = Duration.ofSeconds(2);

  /** Callers make up ids: their number must not cost memory. */
  private static final int MOST = 10_000;

  private final AsyncCache<String, Optional<T>> read =
      Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST).buildAsync();

  private final Function<String, Mono<T>> reader;

  RecentlyRead(Function<String, Mono<T>> reader) {
    this.reader = reader;
  }

  /** What is there under a name; empty where nothing is. */
  Mono<T> get(String name) {
    return Mono.defer(() ->
        Mono.fromFuture(
                // Several callers may wait for one answer: none of them may cancel it.
                read.get(name, (_, _) -> reader.apply(name).singleOptional().toFuture()), true)
            .flatMap(Mono::justOrEmpty));
  }
}
