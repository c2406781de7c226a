package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a picture is to be chosen among several that are begun; what was left out is null.
 *
 * @param candidates how many are begun
 * @param afterScale the scale that they are drawn to
 * @param questions what is asked about them
 */
@JsonNaming(SnakeCaseStrategy.class)
record AcceptanceRequest(
    @Nullable Long candidates, @Nullable Long afterScale, List<AskedQuestion> questions) {

  static final String FIELD = "acceptance";

  static final String QUESTIONS = "questions";

  /** As many as are drawn together. */
  private static final long USUAL_CANDIDATES = 4;

  AcceptanceRequest {
    questions = List.copyOf(questions);
    Rules rules = new Rules();
    rules.within(
        candidates,
        Acceptance.MIN_CANDIDATES,
        Acceptance.MAX_CANDIDATES,
        "candidates",
        "must be %d..%d".formatted(Acceptance.MIN_CANDIDATES, Acceptance.MAX_CANDIDATES));
    rules.enforce();
  }

  /** The wish among a request's fields, or null where there is none or its faults are noted. */
  static @Nullable AcceptanceRequest from(RequestFields fields) {
    JsonNode written = fields.any(FIELD);
    return written == null ? null : fields.noting(() -> read(written));
  }

  private static @Nullable AcceptanceRequest read(JsonNode written) {
    Rules rules = new Rules();
    rules.require(written.isObject(), FIELD, "must be an object");
    rules.enforce();
    AcceptanceRequest made =
        rules.under(FIELD, () -> ofObject(new RequestFields((ObjectNode) written)));
    rules.enforce();
    return made;
  }

  private static AcceptanceRequest ofObject(RequestFields fields) {
    return fields.into(() -> {
      Long candidates = fields.whole("candidates");
      Long afterScale = fields.whole("after_scale");
      JsonNode written = fields.any(QUESTIONS);
      List<AskedQuestion> questions = fields.noting(() -> questions(written));
      return new AcceptanceRequest(
          candidates, afterScale, questions == null ? List.of() : questions);
    });
  }

  private static List<AskedQuestion> questions(@Nullable JsonNode written) {
    Rules rules = new Rules();
    rules.require(written != null, QUESTIONS, "is required");
    int size = written == null || !written.isArray() ? 0 : written.size();
    rules.require(
        size >= 1 && size <= Acceptance.MAX_QUESTIONS,
        QUESTIONS,
        "must be a list of 1.." + Acceptance.MAX_QUESTIONS);
    rules.enforce();
    List<AskedQuestion> questions = new ArrayList<>();
    for (int i = 0; written != null && i < size; i++) {
      JsonNode element = written.get(i);
      String field = QUESTIONS + "[" + i + "]";
      rules.require(element.isObject(), field, "must be an object");
      if (element instanceof ObjectNode object) {
        AskedQuestion question =
            rules.under(field, () -> AskedQuestion.from(new RequestFields(object)));
        if (question != null) {
          questions.add(question);
        }
      }
    }
    rules.enforce();
    return questions;
  }

  /** Notes a choice that comes later than anything more is read of a picture. */
  void check(Rules rules, ScaleSchedule schedule) {
    int last = Acceptance.latest(schedule);
    rules.require(last >= 1, FIELD, "must be left out where pictures have one scale");
    rules.within(afterScale, 1, last, FIELD + ".after_scale", "must be 1.." + last);
  }

  /**
   * The same with the blanks filled in: as late as a choice can go by anything more. So a candidate
   * is judged as its whole picture would be.
   */
  AcceptanceRequest filled(ScaleSchedule schedule) {
    return new AcceptanceRequest(
        Blanks.fill(candidates, USUAL_CANDIDATES),
        Blanks.fill(afterScale, (long) Acceptance.latest(schedule)),
        questions);
  }

  /**
   * As the work has it; of a request that is {@link #filled}.
   *
   * @param answers the questions in tokens
   */
  Acceptance work(List<ExpectedAnswer> answers) {
    return new Acceptance(
        Math.toIntExact(Blanks.fill(candidates, 0L)),
        Math.toIntExact(Blanks.fill(afterScale, 0L)),
        answers);
  }

  /** What all candidates cost until one is chosen; of a request that is {@link #filled}. */
  int tokens(ScaleSchedule schedule) {
    return Math.toIntExact(Blanks.fill(candidates, 0L))
        * schedule.codesThrough(Math.toIntExact(Blanks.fill(afterScale, 0L)));
  }
}
