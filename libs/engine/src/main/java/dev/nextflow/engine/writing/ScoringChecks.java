package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.engine.transformer.SequenceChecks;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What questions must be before anything is run for them. Every failure is an
 * IllegalArgumentException.
 */
final class ScoringChecks {

  private ScoringChecks() {}

  static void check(Bundle bundle, ScaleSchedule schedule, Acceptance acceptance) {
    bundle.schedule(schedule.fullGrid(), schedule.level());
    demand(
        acceptance.afterScale() <= Acceptance.latest(schedule),
        "a picture of %d scales is chosen after the %dth at the latest, not after %d"
            .formatted(schedule.level(), Acceptance.latest(schedule), acceptance.afterScale()));
    int[] before = AnswerScoring.before(acceptance.questions().getFirst());
    for (ExpectedAnswer question : acceptance.questions()) {
      SpecialTokens special = bundle.specialTokens();
      int[] ids = question.ids();
      SequenceChecks.check(bundle, "ids", MixedSequence.of(ids), bundle.maxPromptTokens());
      SequenceChecks.check(
          bundle, "answer", MixedSequence.of(question.answer()), ExpectedAnswer.MAX_ANSWER_IDS);
      demand(
          ids[question.boi()] == special.boi() && ids[question.boi() + 1] == special.eoi(),
          "no <boi> and <eoi> at " + question.boi());
      demand(
          Arrays.equals(before, AnswerScoring.before(question)),
          "all questions are alike up to the picture");
    }
  }

  /**
   * @param scales how many are needed; there may be more
   */
  static void checkDrawn(
      Bundle bundle, ScaleSchedule schedule, int scales, List<ScaleCodes> drawn) {
    demand(drawn.size() >= scales, "%d scales, not %d".formatted(drawn.size(), scales));
    for (int scale = 1; scale <= scales; scale++) {
      demand(
          drawn.get(scale - 1).size() == schedule.grid(scale).size(),
          "scale %d has %d codes".formatted(scale, drawn.get(scale - 1).size()));
      demand(
          IntStream.of(drawn.get(scale - 1).toArray())
              .allMatch(code -> code < bundle.model().visualVocabSize()),
          "scale %d holds something that is no code".formatted(scale));
    }
  }

  private static void demand(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
