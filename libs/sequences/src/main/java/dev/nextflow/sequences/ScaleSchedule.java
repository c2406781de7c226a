package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.List;

/**
 * The grids a picture is drawn through, coarse to fine: a level (how many scales) of a row of
 * NextFlow's schedule table.
 *
 * <p>Rule (paper, appendix A.1, table 14, every row): scale 1 is 1x1; scale k is {@code
 * rint(b_k*H/64) x rint(b_k*W/64)} with the square sides {@code b} and the row's full grid {@code
 * HxW}, rounding half to even, at least 1.
 *
 * <p>A picture that is read is read in blocks. Block k, from the second on, has the grid of scale k
 * and is made of the codes of scale k-1; the first is the picture's {@code <boi>}. So the codes of
 * the last scale are in none of them, unless the model reads one block more: these codes in their
 * own grid.
 *
 * @param fullGrid the row's grid at 18 scales, such as 64x64 or 48x84
 * @param level number of scales, 1..18
 * @param readsLast whether a picture that is read is read to its last scale, as the model was
 *     trained; left out of the JSON where it is not, and in all that was written before any was
 */
public record ScaleSchedule(
    Grid fullGrid,
    int level,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        boolean readsLast) {

  /** Most scales a schedule can have (the 1024 level). */
  public static final int MAX_LEVEL = 18;

  /** Pixels per code along one side. */
  public static final int STRIDE = 16;

  private static final int[] SQUARE_SIDES = {
    1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 48, 64
  };

  public ScaleSchedule {
    if (level < 1 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("level must be 1..18, not " + level);
    }
  }

  /** Of a model that does not read the last scale. */
  public ScaleSchedule(Grid fullGrid, int level) {
    this(fullGrid, level, false);
  }

  /**
   * The grid of one scale.
   *
   * @param scale 1-based, 1..level
   */
  public Grid grid(int scale) {
    if (scale < 1 || scale > level) {
      throw new IllegalArgumentException("scale must be 1.." + level + ", not " + scale);
    }
    return scale == 1
        ? new Grid(1, 1)
        : new Grid(side(scale, fullGrid.height()), side(scale, fullGrid.width()));
  }

  private static int side(int scale, int fullSide) {
    return Math.max(1, (int) Math.rint(SQUARE_SIDES[scale - 1] * fullSide / 64.0));
  }

  /** All grids, scale 1 first. */
  public List<Grid> grids() {
    List<Grid> grids = new ArrayList<>(level);
    for (int scale = 1; scale <= level; scale++) {
      grids.add(grid(scale));
    }
    return List.copyOf(grids);
  }

  /** The finest grid: that of the last scale. */
  public Grid finalGrid() {
    return grid(level);
  }

  /** Codes of the scales 1..scale together. */
  public int codesThrough(int scale) {
    int codes = 0;
    for (int k = 1; k <= scale; k++) {
      codes += grid(k).size();
    }
    return codes;
  }

  /** Codes of the whole picture: what it costs in image tokens. */
  public int codes() {
    return codesThrough(level);
  }

  /** The last block in which a picture is read; the first is its {@code <boi>}. */
  public int lastBlock() {
    return readsLast ? level + 1 : level;
  }

  /**
   * The grid of one block of a picture that is read.
   *
   * @param block 1-based, 1..{@link #lastBlock}
   */
  public Grid blockGrid(int block) {
    return readsLast && block == level + 1 ? finalGrid() : grid(block);
  }

  /** Tokens between {@code <boi>} and {@code <eoi>} of a picture that is read. */
  public int innerTokens() {
    return tokensThroughBlock(lastBlock()) - 1;
  }

  /** Tokens of the blocks 1..block together, the first of which is {@code <boi>}. */
  public int tokensThroughBlock(int block) {
    int tokens = 0;
    for (int k = 1; k <= block; k++) {
      tokens += blockGrid(k).size();
    }
    return tokens;
  }

  /** Height of the decoded picture in pixels. */
  public int heightPx() {
    return finalGrid().height() * STRIDE;
  }

  /** Width of the decoded picture in pixels. */
  public int widthPx() {
    return finalGrid().width() * STRIDE;
  }
}
