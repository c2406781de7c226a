package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.intake.Models.StaleModel;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has questions about candidates made into tokens, with the place of the picture in them. */
@Component
class ExpectedAnswers {

  private final TokenizerClient tokenizer;

  ExpectedAnswers(TokenizerClient tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * The questions and answers in their order, one after the other. Ends with a problem that names
   * the one that can't be read, or is too long.
   *
   * @param asked null: nothing is
   */
  Mono<List<ExpectedAnswer>> of(Model model, @Nullable AcceptanceRequest asked) {
    List<AskedQuestion> questions = asked == null ? List.of() : asked.questions();
    return Flux.range(0, questions.size())
        .concatMap(i -> expected(model, field(i), questions.get(i)))
        .collectList();
  }

  private static String field(int number) {
    return "%s.%s[%d].".formatted(AcceptanceRequest.FIELD, AcceptanceRequest.QUESTIONS, number);
  }

  private Mono<ExpectedAnswer> expected(Model model, String field, AskedQuestion asked) {
    String answerField = field + AskedQuestion.ANSWER;
    return tokenizer
        .sequencesAboutPicture(model, asked.question())
        .onErrorMap(
            ProblemException.class,
            refused -> PlainTexts.renamed(refused, field + AskedQuestion.QUESTION))
        .doOnNext(made -> requireCurrent(model, made.digest()))
        .zipWhen(_ -> answer(model, answerField, asked.answer()))
        .map(both ->
            new ExpectedAnswer(
                both.getT1().conditionalIds(),
                Objects.requireNonNull(both.getT1().pictures(), "no place for a picture")[0],
                both.getT2()));
  }

  private Mono<int[]> answer(Model model, String field, String text) {
    return tokenizer
        .ids(model.name(), text)
        .onErrorMap(ProblemException.class, refused -> PlainTexts.renamed(refused, field))
        .map(made -> {
          requireCurrent(model, made.digest());
          int length = made.ids().length;
          if (length > ExpectedAnswer.MAX_ANSWER_IDS) {
            throw ProblemException.invalid(
                field,
                "must be at most %d tokens, and is %d"
                    .formatted(ExpectedAnswer.MAX_ANSWER_IDS, length));
          }
          return made.ids();
        });
  }

  private static void requireCurrent(Model model, String digest) {
    if (!digest.equals(model.digest())) {
      throw new StaleModel();
    }
  }
}
