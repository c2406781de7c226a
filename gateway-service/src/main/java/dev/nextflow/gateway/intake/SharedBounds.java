package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.Rules;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bounds that pictures and answers have in common. */
final class SharedBounds {

  /** Greatest whole number that every JSON reader holds exactly: 2^53-1. */
  static final long MAX_SEED = (1L << 53) - 1;

  static final String PRIORITY_RULE = "must be low, normal or high";

  private static final Pattern WEBHOOK = Pattern.compile("we_[0-9a-f]{32}");

  private SharedBounds() {}

  static void checkSeed(Rules rules, @Nullable Long seed) {
    rules.within(seed, 0, MAX_SEED, "seed", "must be 0.." + MAX_SEED);
  }

  static void checkWebhook(Rules rules, @Nullable String webhook) {
    rules.require(
        webhook == null || WEBHOOK.matcher(webhook).matches(),
        "webhook",
        "must be the id of a webhook endpoint");
  }

  static void checkTopP(Rules rules, @Nullable Double topP) {
    rules.within(topP, Double.MIN_VALUE, 1, "top_p", "must be above 0 and at most 1");
  }
}
