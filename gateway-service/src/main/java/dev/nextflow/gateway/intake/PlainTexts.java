package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.TextIds;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Texts by themselves, for other stages. */
@Component
class PlainTexts implements TextIds {

  private final TokenizerClient tokenizer;

  PlainTexts(TokenizerClient tokenizer) {
    this.tokenizer = tokenizer;
  }

  @Override
  public Mono<int[]> ids(String model, String digest, String field, String text) {
    return tokenizer
        .ids(model, text)
        .onErrorMap(ProblemException.class, refused -> renamed(refused, field))
        .map(made -> {
          if (!made.digest().equals(digest)) {
            throw ProblemException.of(ProblemType.BUNDLE_GONE);
          }
          return made.ids();
        });
  }

  /** The same problem, of this field. */
  static ProblemException renamed(ProblemException refused, String field) {
    return ProblemException.of(
        ProblemType.of(refused.problem().code()).orElse(ProblemType.INTERNAL),
        refused.problem().errors().stream()
            .map(error -> new FieldError(field, error.rule()))
            .toArray(FieldError[]::new));
  }
}
