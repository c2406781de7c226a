package dev.nextflow.engine.composing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.transformer.SequenceChecks;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a request must be before anything is run for it. Every failure is an
 * IllegalArgumentException.
 */
final class RequestChecks {

  private RequestChecks() {}

  static void check(Bundle bundle, ComposeRequest request) {
    ScaleSchedule schedule = request.schedule();
    bundle.schedule(schedule.fullGrid(), schedule.level());
    demand(request.drawing().fits(schedule.level()), "sampling per scale must fit the schedule");
    demand(
        request.maxTokens() >= 1 && request.maxPictures() >= 0,
        "max tokens must be at least 1, max pictures at least 0");
    SequenceChecks.check(bundle, "ids", request.sequence(), bundle.maxPromptTokens());
    if (request.drawing().guided()) {
      SequenceChecks.check(bundle, "unguided ids", request.unguided(), bundle.maxPromptTokens());
    }
    checkWritten(bundle, request);
  }

  private static void checkWritten(Bundle bundle, ComposeRequest request) {
    List<Integer> written = request.written();
    int boi = bundle.specialTokens().boi();
    long opened = written.stream().filter(id -> id == boi).count();
    demand(written.size() <= request.maxTokens(), "more tokens were written than may be");
    demand(
        opened <= request.maxPictures() && request.drawn().size() <= opened,
        "more pictures were drawn than may be, or than were opened");
    demand(
        written.stream().allMatch(id -> id >= 0 && id < bundle.model().textVocabSize()),
        "written ids hold something that is no text id");
    for (int picture = 0; picture < opened; picture++) {
      boolean mayLackScales = picture == opened - 1 && written.getLast() == boi;
      List<ScaleCodes> codes =
          picture < request.drawn().size() ? request.drawn().get(picture) : List.of();
      checkDrawn(bundle, request.schedule(), codes, mayLackScales);
    }
  }

  private static void checkDrawn(
      Bundle bundle, ScaleSchedule schedule, List<ScaleCodes> drawn, boolean mayLackScales) {
    demand(
        drawn.size() == schedule.level() || mayLackScales && drawn.size() < schedule.level(),
        "a picture that was drawn lacks scales, or has too many");
    for (int scale = 1; scale <= drawn.size(); scale++) {
      demand(
          drawn.get(scale - 1).size() == schedule.grid(scale).size(),
          "scale " + scale + " of a picture has another number of codes");
      checkCodes(bundle, drawn.get(scale - 1));
    }
  }

  private static void checkCodes(Bundle bundle, ScaleCodes codes) {
    demand(
        IntStream.of(codes.toArray()).allMatch(code -> code < bundle.model().visualVocabSize()),
        "a picture holds something that is no code");
  }

  private static void demand(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
