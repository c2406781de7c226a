package dev.nextflow.gateway.drafts;

import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.Seeds;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.GenerationWork;
import org.jspecify.annotations.Nullable;

/**
 * Which variants of a picture are wanted.
 *
 * @param keepScales how many of its scales stay as they are
 * @param image which of the job's pictures, 0-based; null: the first
 * @param n how many variants; null: one
 * @param seed of what is drawn anew; null: a random one
 */
record RerollRequest(
    @Nullable Long keepScales, @Nullable Long image, @Nullable Long n, @Nullable Long seed) {

  static RerollRequest read(byte @Nullable [] body) {
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() ->
        new RerollRequest(
            fields.whole("keep_scales"),
            fields.whole("image"),
            fields.whole("n"),
            fields.whole("seed")));
  }

  /**
   * The work that draws the variants.
   *
   * @throws dev.nextflow.sequences.problems.ProblemException where the job has no such picture or
   *     scales
   */
  GenerationWork work(DrawnJob source) {
    GenerationWork work = source.work();
    // A whole picture of which everything is kept would leave nothing to draw.
    int most = Math.min(source.scales(), work.schedule().level() - 1);
    int lastImage = work.images() - 1;
    Rules rules = new Rules();
    rules.require(keepScales != null, "keep_scales", "is required");
    rules.within(keepScales, 1, most, "keep_scales", "must be 1.." + most);
    rules.within(image, 0, lastImage, "image", "must be 0.." + lastImage);
    rules.within(n, 1, GenerationWork.MAX_IMAGES, "n", "must be 1..4");
    rules.within(seed, 0, Seeds.MAX, "seed", Seeds.RULE);
    rules.enforce();
    return source
        .settled()
        .variants(
            n == null ? 1 : n.intValue(),
            Seeds.orRandom(seed),
            source.drawn().ofImage(imageIndex()).subList(0, keepScales.intValue()));
  }

  int imageIndex() {
    return image == null ? 0 : image.intValue();
  }
}
