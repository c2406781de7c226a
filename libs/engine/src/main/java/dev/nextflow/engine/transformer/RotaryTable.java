package dev.nextflow.engine.transformer;

import dev.nextflow.engine.bundle.ModelConfig;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.sequences.Grid;

/**
 * Cosines and sines of the multiscale 3D positions (paper, equation 1): each frequency turns with
 * the row, the column or the sequence position. Computed in double, rounded once.
 *
 * <p>Text stands at (t, t, t). Row i, column j of a grid HxW stands at ((i+1/2)c, (j+1/2)c, t) with
 * c = rope_range / sqrt(H*W), so the same place of a picture is close to itself at every scale.
 */
final class RotaryTable {

  private final int pairs;
  private final double ropeRange;
  private final double[] frequencies; // [pairs]
  private final int[] streams; // [pairs] 0 = row, 1 = column, 2 = sequence
  private final Buffer cos; // [rows, positions, pairs]
  private final Buffer sin; // [rows, positions, pairs]

  /**
   * @param capacity most positions of all rows together
   */
  RotaryTable(NativeScope scope, ModelConfig model, long capacity) {
    pairs = model.headDim() / 2;
    ropeRange = model.ropeRange();
    frequencies = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      frequencies[pair] = Math.pow(model.ropeTheta(), -(double) pair / pairs);
    }
    streams = streams(pairs, model.ropeAssignment());
    cos = HostMemory.INSTANCE.buffer(scope, ElementType.FLOAT32, capacity * pairs);
    sin = HostMemory.INSTANCE.buffer(scope, ElementType.FLOAT32, capacity * pairs);
  }

  /** Which position turns each frequency. */
  static int[] streams(int pairs, String assignment) {
    int[] streams = new int[pairs];
    // "paper": contiguous bands in the proportion 16 : 24 : 24; ties round to even, as in Python.
    int rows = (int) Math.rint(pairs * 16 / 64.0);
    int columns = (int) Math.rint(pairs * 24 / 64.0);
    for (int pair = 0; pair < pairs; pair++) {
      streams[pair] =
          assignment.equals("interleaved")
              ? pair % 3
              : pair < rows ? 0 : pair < rows + columns ? 1 : 2;
    }
    return streams;
  }

  int pairs() {
    return pairs;
  }

  Buffer cos() {
    return cos;
  }

  Buffer sin() {
    return sin;
  }

  /** Writes one row of text: {@code count} tokens from sequence position {@code first}. */
  void writeText(int row, int first, int count) {
    Turns table = new Turns(count * pairs);
    for (int token = 0; token < count; token++) {
      Turns turns = turns(first + token);
      table.set(token, turns, turns, turns);
    }
    write(row, table);
  }

  /** Writes one row of a scale: its grid in row-major order, at one sequence position. */
  void writeGrid(int row, Grid grid, int sequencePosition) {
    double step = ropeRange / Math.sqrt((double) grid.height() * grid.width());
    Turns sequence = turns(sequencePosition);
    Turns[] columns = new Turns[grid.width()];
    for (int j = 0; j < columns.length; j++) {
      columns[j] = turns((j + 0.5) * step);
    }
    Turns table = new Turns(grid.size() * pairs);
    int position = 0;
    for (int i = 0; i < grid.height(); i++) {
      Turns rowTurns = turns((i + 0.5) * step);
      for (Turns column : columns) {
        table.set(position++, rowTurns, column, sequence);
      }
    }
    write(row, table);
  }

  private void write(int row, Turns table) {
    cos.write((long) row * table.cos.length, table.cos);
    sin.write((long) row * table.sin.length, table.sin);
  }

  /** Every frequency at one position. */
  private Turns turns(double position) {
    Turns turns = new Turns(pairs);
    for (int pair = 0; pair < pairs; pair++) {
      double angle = position * frequencies[pair];
      turns.cos[pair] = (float) Math.cos(angle);
      turns.sin[pair] = (float) Math.sin(angle);
    }
    return turns;
  }

  /** Cosines and sines on the heap, [positions, pairs]. */
  private final class Turns {

    final float[] cos;
    final float[] sin;

    Turns(int length) {
      cos = new float[length];
      sin = new float[length];
    }

    void set(int position, Turns row, Turns column, Turns sequence) {
      for (int pair = 0; pair < pairs; pair++) {
        Turns turns = streams[pair] == 0 ? row : streams[pair] == 1 ? column : sequence;
        cos[position * pairs + pair] = turns.cos[pair];
        sin[position * pairs + pair] = turns.sin[pair];
      }
    }
  }
}
