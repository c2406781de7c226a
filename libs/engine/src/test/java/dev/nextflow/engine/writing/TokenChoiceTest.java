package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.engine.fixtures.TinyBundle;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class TokenChoiceTest {

  private static final int IM_START = 100;
  private static final int IM_END = 101;
  private static final int BOI = 102;
  private static final int EOI = 103;
  private static final int NOTHING = 110;

  private static final float[] FALLING = {5, 4, 3, 2, 1, 0};

  private static final TokenChoice CHOICE =
      new TokenChoice(text(), new SpecialTokens(IM_START, IM_END, BOI, EOI, 104));

  @Test
  void onlyTextTheEndAndAPictureCanBeChosen() {
    assertThat(first(IM_START, EOI, NOTHING, 7, 8, 9)).isEqualTo(7);
    assertThat(first(IM_END, 7, 8, 9, 1, 2)).isEqualTo(IM_END);
    assertThat(first(BOI, 7, 8, 9, 1, 2)).isEqualTo(BOI);
  }

  @Test
  void aPictureCannotBeChosenWhereNoneIsLeft() {
    long[] ids = {BOI, 7, 8, 9, 1, 2};
    assertThat(CHOICE.draw(ids, FALLING, false, 0, 1, 0.5f)).isEqualTo(7);
    // As if it had never been there: no noise falls on it.
    assertThat(CHOICE.draw(ids, FALLING, false, 1, 1, 0)).isEqualTo(7);
    assertThat(CHOICE.draw(ids, FALLING, false, 1, 1, 0.99999f)).isEqualTo(2);
  }

  @Test
  void whereNothingMayBeChosenTheMessageEnds() {
    assertThat(first(IM_START, EOI, NOTHING, NOTHING + 1, NOTHING + 2, NOTHING + 3))
        .isEqualTo(IM_END);
  }

  @Test
  void textIsTheVocabularyWithoutSpecialTokens() {
    BitSet ids = TextIds.of(TinyBundle.bundle());
    assertThat(ids.cardinality()).isEqualTo(379);
    assertThat(ids.get(TinyBundle.bundle().specialTokens().imStart())).isFalse();
  }

  private static int first(long... ids) {
    return CHOICE.draw(ids, FALLING, true, 0, 1, 0.5f);
  }

  private static BitSet text() {
    BitSet text = new BitSet();
    text.set(0, 100);
    return text;
  }
}
