package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import java.util.Arrays;
import java.util.BitSet;

/** Draws the next token of an answer from a head's best tokens. Pure. */
public final class TokenChoice {

  /**
   * How many of the likeliest tokens are looked at. Fewer than a head gives, so that what it gives
   * of tokens that may not be chosen takes none of them away.
   */
  private static final int MOST_CHOICES = 240;

  private final BitSet textIds;
  private final SpecialTokens special;

  TokenChoice(BitSet textIds, SpecialTokens special) {
    this.textIds = textIds;
    this.special = special;
  }

  /** The choice that a bundle's tokenizer leaves; reads its file. */
  public static TokenChoice of(Bundle bundle) {
    return new TokenChoice(TextIds.of(bundle), bundle.specialTokens());
  }

  /**
   * Draws one: of text, the end of the message, or {@code <boi>}.
   *
   * @param ids of the best tokens, likeliest first
   * @param logits theirs
   * @param mayOpenPicture whether {@code <boi>} may be chosen
   * @param uniform in [0, 1)
   * @return the end of the message where none of the best may be chosen
   */
  public int draw(
      long[] ids,
      float[] logits,
      boolean mayOpenPicture,
      double temperature,
      double topP,
      float uniform) {
    int[] kept = new int[Math.min(ids.length, MOST_CHOICES)];
    float[] keptLogits = new float[kept.length];
    int count = 0;
    for (int i = 0; i < ids.length && count < kept.length; i++) {
      if (allowed((int) ids[i], mayOpenPicture)) {
        kept[count] = (int) ids[i];
        keptLogits[count++] = logits[i];
      }
    }
    return count == 0
        ? special.imEnd()
        : kept[TextSampler.sample(Arrays.copyOf(keptLogits, count), temperature, topP, uniform)];
  }

  private boolean allowed(int id, boolean mayOpenPicture) {
    return id == special.boi() ? mayOpenPicture : id == special.imEnd() || textIds.get(id);
  }
}
