package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against rows of the paper's table 14. */
class ScaleScheduleTest {

  @Test
  void aSquarePictureGrowsThroughThePublishedSides() {
    ScaleSchedule schedule = new ScaleSchedule(new Grid(64, 64), 18);
    assertThat(schedule.grids().stream().map(Grid::height))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 48, 64);
    assertThat(schedule.grids()).allMatch(grid -> grid.height() == grid.width());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "48,84 | 1x1 2x3 2x4 3x5 4x7 4x8 5x9 6x10 8x13 9x16 10x18 12x21 15x26 18x32 21x37 24x42"
            + " 36x63 48x84",
        "32,128 | 1x1 1x4 2x6 2x8 2x10 3x12 4x14 4x16 5x20 6x24 7x28 8x32 10x40 12x48 14x56 16x64"
            + " 24x96 32x128",
      })
  void aWidePictureGrowsThroughItsOwnRow(String fullGrid, String grids) {
    String[] sides = fullGrid.split(",");
    Grid grid = new Grid(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    assertThat(named(new ScaleSchedule(grid, 18))).isEqualTo(grids);
  }

  @Test
  void aTallPictureIsTheWideOneTurned() {
    ScaleSchedule tall = new ScaleSchedule(new Grid(84, 48), 18);
    ScaleSchedule wide = new ScaleSchedule(new Grid(48, 84), 18);
    assertThat(tall.grids())
        .isEqualTo(
            wide.grids().stream().map(grid -> new Grid(grid.width(), grid.height())).toList());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "8, 204", "12, 900", "16, 3684", "18, 10084"})
  void aSquarePictureCostsThePublishedNumberOfTokens(int level, int tokens) {
    assertThat(new ScaleSchedule(new Grid(64, 64), level).codes()).isEqualTo(tokens);
  }

  @Test
  void codesThroughTheLastScaleAreAllCodes() {
    ScaleSchedule schedule = new ScaleSchedule(new Grid(48, 84), 18);
    assertThat(schedule.codesThrough(18)).isEqualTo(schedule.codes()).isEqualTo(9926);
    assertThat(schedule.codesThrough(2)).isEqualTo(1 + 6);
  }

  @Test
  void isReadInABlockForEachScaleWhoseCodesMakeItAndOneMoreForThoseOfTheLast() {
    ScaleSchedule schedule = new ScaleSchedule(new Grid(48, 84), 4);
    assertThat(schedule.readsLast()).isFalse();
    assertThat(schedule.lastBlock()).isEqualTo(4);
    assertThat(schedule.innerTokens()).isEqualTo(schedule.codes() - 1).isEqualTo(6 + 8 + 15);
    assertThatIllegalArgumentException().isThrownBy(() -> schedule.blockGrid(5));
    ScaleSchedule toTheLast = new ScaleSchedule(new Grid(48, 84), 4, true);
    assertThat(toTheLast.lastBlock()).isEqualTo(5);
    assertThat(toTheLast.blockGrid(4)).isEqualTo(toTheLast.grid(4)).isEqualTo(new Grid(3, 5));
    assertThat(toTheLast.blockGrid(5)).isEqualTo(toTheLast.grid(4));
    assertThat(toTheLast.innerTokens()).isEqualTo(6 + 8 + 15 + 15);
    assertThat(toTheLast.codes()).as("drawn it costs the same").isEqualTo(schedule.codes());
    assertThatIllegalArgumentException().isThrownBy(() -> toTheLast.grid(5));
    assertThatIllegalArgumentException().isThrownBy(() -> toTheLast.blockGrid(6));
  }

  @Test
  void everyCodeIsSixteenPixelsWide() {
    ScaleSchedule schedule = new ScaleSchedule(new Grid(48, 84), 6);
    assertThat(schedule.heightPx()).isEqualTo(64);
    assertThat(schedule.widthPx()).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource({"0", "19", "-1"})
  void refusesLevelsOutsideTheTable(int level) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScaleSchedule(new Grid(64, 64), level))
        .withMessageContaining("1..18");
  }

  @ParameterizedTest
  @CsvSource({"0, 64", "64, 0", "129, 64", "64, 129"})
  void refusesGridsOutsideTheTable(int height, int width) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Grid(height, width));
  }

  @Test
  void refusesScalesItDoesNotHave() {
    ScaleSchedule schedule = new ScaleSchedule(new Grid(64, 64), 6);
    assertThatIllegalArgumentException().isThrownBy(() -> schedule.grid(0));
    assertThatIllegalArgumentException().isThrownBy(() -> schedule.grid(7));
  }

  private static String named(ScaleSchedule schedule) {
    return schedule.grids().stream().map(Grid::toString).collect(Collectors.joining(" "));
  }
}
