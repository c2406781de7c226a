package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.ServedBundles;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The models there are. Kept for a while, and read again at once where an answer of the
 * tokenizer-service shows that a bundle was replaced in the meantime. Thread-safe.
 */
@Component
class Models implements ServedBundles {

  private final TokenizerClient tokenizer;
  private final GatewaySettings settings;
  private volatile Mono<List<Model>> kept;

  Models(TokenizerClient tokenizer, GatewaySettings settings) {
    this.tokenizer = tokenizer;
    this.settings = settings;
    this.kept = fresh();
  }

  private Mono<List<Model>> fresh() {
    return tokenizer
        .models()
        .cache(_ -> settings.modelsKept(), _ -> Duration.ZERO, () -> Duration.ZERO);
  }

  /** All of them; the first is the default. */
  Mono<List<Model>> all() {
    return Mono.defer(() -> kept);
  }

  /**
   * Works with one model; a second time, with the models read again, where the work ends with
   * {@link StaleModel}.
   *
   * @param name null for the default
   */
  <T> Mono<T> with(@Nullable String name, Function<Model, Mono<T>> work) {
    return all()
        .map(models -> choose(models, name))
        .flatMap(work)
        .retryWhen(
            Retry.max(1).filter(StaleModel.class::isInstance).doBeforeRetry(_ -> kept = fresh()))
        .onErrorMap(
            Exceptions::isRetryExhausted, _ -> ProblemException.of(ProblemType.UNAVAILABLE));
  }

  /** Read anew: a list that is a little old would send the job where no worker is any more. */
  @Override
  public Mono<Void> require(String digest) {
    return Mono.defer(() -> {
      kept = fresh();
      return all()
          .filter(models -> models.stream().anyMatch(model -> model.digest().equals(digest)))
          .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.BUNDLE_GONE)))
          .then();
    });
  }

  @Override
  public Mono<Named> named(@Nullable String model) {
    return Mono.defer(() -> {
      kept = fresh();
      return all()
          .map(models -> choose(models, model))
          .map(chosen -> new Named(chosen.name(), chosen.digest()));
    });
  }

  /**
   * Works with the model of one bundle, and no other. Ends with {@link ProblemType#BUNDLE_GONE}
   * where it is not served any more.
   */
  <T> Mono<T> pinned(String digest, Function<Model, Mono<T>> work) {
    return require(digest)
        .then(Mono.defer(this::all))
        .flatMap(models ->
            Mono.justOrEmpty(
                models.stream().filter(model -> model.digest().equals(digest)).findFirst()))
        .switchIfEmpty(Mono.error(StaleModel::new))
        .flatMap(work)
        .onErrorMap(StaleModel.class, _ -> ProblemException.of(ProblemType.BUNDLE_GONE));
  }

  private static Model choose(List<Model> models, @Nullable String name) {
    if (models.isEmpty()) {
      throw ProblemException.of(ProblemType.UNAVAILABLE);
    }
    return name == null
        ? models.getFirst()
        : models.stream()
            .filter(model -> model.name().equals(name))
            .findFirst()
            .orElseThrow(() -> ProblemException.invalid("model", "unknown model"));
  }

  /** The model that was worked with is not the one that the tokenizer-service has now. */
  static final class StaleModel extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StaleModel() {
      super("the bundle was replaced", null, false, false);
    }
  }
}
