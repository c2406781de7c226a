package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import java.util.stream.IntStream;

/**
 * What a sequence must be before anything is run for it. Every failure is an
 * IllegalArgumentException.
 */
final class SequenceChecks {

  private SequenceChecks() {}

  static void check(Bundle bundle, MixedSequence sequence, int[] written, int maxPictures) {
    int[] ids = sequence.ids();
    demand(
        ids.length >= 1 && ids.length <= bundle.maxPromptTokens(),
        "ids must be 1.." + bundle.maxPromptTokens() + ", not " + ids.length);
    demand(
        IntStream.concat(IntStream.of(ids), IntStream.of(written))
            .allMatch(id -> id >= 0 && id < bundle.model().textVocabSize()),
        "ids hold something that is no text id");
    demand(
        sequence.pictures().size() <= maxPictures,
        "pictures must be at most " + maxPictures + ", not " + sequence.pictures().size());
    sequence.pictures().forEach(picture -> checkPicture(bundle, ids, picture));
  }

  private static void checkPicture(Bundle bundle, int[] ids, GivenPicture picture) {
    bundle.schedule(picture.schedule().fullGrid(), picture.schedule().level());
    SpecialTokens special = bundle.specialTokens();
    demand(
        ids[picture.boi()] == special.boi() && ids[picture.boi() + 1] == special.eoi(),
        "no <boi> and <eoi> at " + picture.boi());
    for (ScaleCodes codes : picture.codes()) {
      demand(
          IntStream.of(codes.toArray()).allMatch(code -> code < bundle.model().visualVocabSize()),
          "a picture holds something that is no code");
    }
  }

  private static void demand(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
