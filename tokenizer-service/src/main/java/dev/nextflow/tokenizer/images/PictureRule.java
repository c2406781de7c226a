package dev.nextflow.tokenizer.images;

import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;

/** What a picture must be to be let in; the words are shown to the caller. */
enum PictureRule {
  FORMAT("must be a PNG, JPEG or WebP"),
  TYPE("must be what its media type says"),
  BYTES("must be at most 10 MB"),
  SIDE("must be at most 4096 pixels wide and high"),
  AREA("must be at most 4 megapixels"),
  SMALL("must be at least 16 pixels wide and high"),
  SHAPE("must be at most 4 times as wide as high, and as high as wide"),
  STILL("must not be animated"),
  SCANS("must have at most 100 scans"),
  WHOLE("must be whole and undamaged");

  private final String words;

  PictureRule(String words) {
    this.words = words;
  }

  ProblemException broken() {
    return ProblemException.of(ProblemType.INVALID_PICTURE, new FieldError("picture", words));
  }
}
