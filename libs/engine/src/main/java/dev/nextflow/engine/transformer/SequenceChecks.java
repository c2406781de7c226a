package dev.nextflow.engine.transformer;

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
public final class SequenceChecks {

  private SequenceChecks() {}

  /**
   * @param written ids that follow the sequence
   * @param maxPictures most pictures that it may have
   */
  public static void check(Bundle bundle, MixedSequence sequence, int[] written, int maxPictures) {
    check(bundle, "ids", sequence, bundle.maxPromptTokens());
    checkIds(bundle, "ids", written);
    demand(
        sequence.pictures().size() <= maxPictures,
        "pictures must be at most " + maxPictures + ", not " + sequence.pictures().size());
  }

  /**
   * @param what the failure calls the ids
   * @param mostIds text ids that it may have, those of its pictures among them
   */
  public static void check(Bundle bundle, String what, MixedSequence sequence, int mostIds) {
    int[] ids = sequence.ids();
    demand(
        ids.length >= 1 && ids.length <= mostIds,
        what + " must be 1.." + mostIds + ", not " + ids.length);
    checkIds(bundle, what, ids);
    sequence.pictures().forEach(picture -> checkPicture(bundle, ids, picture));
  }

  private static void checkIds(Bundle bundle, String what, int[] ids) {
    for (int id : ids) {
      demand(id >= 0 && id < bundle.model().textVocabSize(), what + " have no text id: " + id);
    }
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
