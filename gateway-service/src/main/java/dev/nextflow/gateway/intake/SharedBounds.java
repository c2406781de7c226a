package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.Seeds;
import dev.nextflow.gateway.problems.Rules;
import org.jspecify.annotations.Nullable;

/** Bounds that pictures and answers have in common. */
final class SharedBounds {

  static final String TOP_P_RULE = "must be above 0 and at most 1";

  static final String PRIORITY_RULE = "must be low, normal or high";

  private SharedBounds() {}

  static void checkSeed(Rules rules, @Nullable Long seed) {
    rules.within(seed, 0, Seeds.MAX, "seed", Seeds.RULE);
  }

  static void checkTopP(Rules rules, @Nullable Double topP) {
    rules.within(topP, Double.MIN_VALUE, 1, "top_p", TOP_P_RULE);
  }
}
