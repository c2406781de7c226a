package dev.nextflow.engine.drawing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.transformer.SequenceChecks;
import dev.nextflow.engine.transformer.SequenceReader;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.Thinking;
import java.util.List;

/**
 * What a batch must be before anything is run for it. Every failure is an IllegalArgumentException.
 */
final class RequestChecks {

  private RequestChecks() {}

  static void check(Bundle bundle, List<DrawRequest> requests) {
    demand(!requests.isEmpty(), "a batch needs a request");
    DrawRequest first = requests.getFirst();
    bundle.schedule(first.schedule().fullGrid(), first.schedule().level());
    for (DrawRequest request : requests) {
      demand(request.schedule().equals(first.schedule()), "a batch has one schedule");
      demand(
          request.sampling().guided() == first.sampling().guided(),
          "a batch is guided or it is not");
      demand(
          request.drawn().size() == first.drawn().size(),
          "a batch has drawn the same number of scales");
      demand(
          request.sampling().fits(request.schedule().level()),
          "sampling per scale has one value for each scale");
      demand(request.image() >= 0, "image must not be negative");
      demand(
          request.thoughtIds() >= 0 && request.thoughtIds() <= Thinking.MAX_TOKENS,
          "a thought has 0.." + Thinking.MAX_TOKENS + " ids");
      checkSequence(bundle, "conditional ids", request.conditional(), request.thoughtIds());
      if (request.sampling().guided()) {
        checkSequence(bundle, "unconditional ids", request.unconditional(), 0);
      }
      checkDrawn(bundle, request);
    }
    demand(
        DrawRequest.rows(requests).stream()
            .allMatch(row -> SequenceReader.alike(row, first.conditional())),
        "the rows of a batch are given as many pictures, of the same schedules");
  }

  private static void checkSequence(
      Bundle bundle, String what, MixedSequence sequence, int thoughtIds) {
    SequenceChecks.check(bundle, what, sequence, bundle.maxPromptTokens() + thoughtIds);
    int[] ids = sequence.ids();
    demand(ids[ids.length - 1] == bundle.specialTokens().boi(), what + " must end in <boi>");
  }

  private static void checkDrawn(Bundle bundle, DrawRequest request) {
    ScaleSchedule schedule = request.schedule();
    demand(
        request.drawn().size() <= schedule.level(), "more scales were drawn than the schedule has");
    for (int scale = 1; scale <= request.drawn().size(); scale++) {
      ScaleCodes codes = request.drawn().get(scale - 1);
      demand(
          codes.size() == schedule.grid(scale).size(),
          "scale " + scale + " has " + schedule.grid(scale).size() + " codes, not " + codes.size());
      for (int position = 0; position < codes.size(); position++) {
        demand(
            codes.get(position) < bundle.model().visualVocabSize(),
            "scale " + scale + " has no such code: " + codes.get(position));
      }
    }
  }

  private static void demand(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
