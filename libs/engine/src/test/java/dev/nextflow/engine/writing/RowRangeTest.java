package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowRangeTest {

  @Test
  void rowsSideBySideAreOneRange() {
    assertThat(covering(2, 3, 4)).containsExactly(new RowRange(2, 3));
  }

  @Test
  void aNarrowGapIsRunForNothing() {
    assertThat(covering(0, 5)).containsExactly(new RowRange(0, 6));
  }

  @Test
  void aWideGapPartsTwoRanges() {
    assertThat(covering(0, 6)).containsExactly(new RowRange(0, 1), new RowRange(6, 1));
    assertThat(covering(1, 2, 9, 12, 20))
        .containsExactly(new RowRange(1, 2), new RowRange(9, 4), new RowRange(20, 1));
  }

  @Test
  void noRowsAreNoRange() {
    assertThat(covering()).isEmpty();
  }

  private static List<RowRange> covering(int... rows) {
    BitSet set = new BitSet();
    IntStream.of(rows).forEach(set::set);
    return RowRange.covering(set);
  }
}
