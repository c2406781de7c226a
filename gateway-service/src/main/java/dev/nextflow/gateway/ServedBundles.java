package dev.nextflow.gateway;

import dev.nextflow.sequences.problems.ProblemType;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whether a bundle still draws: whoever goes on from what was drawn earlier asks, {@code intake}
 * knows.
 */
public interface ServedBundles {

  /** Completes where it does; ends with {@link ProblemType#BUNDLE_GONE} where it does not. */
  Mono<Void> require(String digest);

  /**
   * The bundle that is served under this name. Ends with the problem where there is none.
   *
   * @param model null for the default
   */
  Mono<Named> named(@Nullable String model);

  /** A bundle that draws. */
  record Named(String model, String digest) {}

  /** What needs the bundle, once it is known to draw. */
  default <T> Mono<T> ifServed(String digest, Supplier<T> made) {
    return require(digest).then(Mono.fromSupplier(made));
  }
}
