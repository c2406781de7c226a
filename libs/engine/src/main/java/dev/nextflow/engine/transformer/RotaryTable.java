package dev.nextflow.engine.transformer;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

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
    for (int token = 0; token < count; token++) {
      double position = first + token;
      write((long) row * count + token, turns(position), turns(position), turns(position));
    }
  }

  /** Writes one row of a scale: its grid in row-major order, at one sequence position. */
  void writeGrid(int row, Grid grid, int sequencePosition) {
    double step = ropeRange / Math.sqrt((double) grid.height() * grid.width());
    Turns sequence = turns(sequencePosition);
    Turns[] columns = new Turns[grid.width()];
    for (int j = 0; j < columns.length; j++) {
      columns[j] = turns((j + 0.5) * step);
    }
    long index = (long) row * grid.size();
    for (int i = 0; i < grid.height(); i++) {
      Turns rowTurns = turns((i + 0.5) * step);
      for (Turns column : columns) {
        write(index++, rowTurns, column, sequence);
      }
    }
  }

  /** Every frequency at one position. */
  private record Turns(float[] cos, float[] sin) {}

  private Turns turns(double position) {
    Turns turns = new Turns(new float[pairs], new float[pairs]);
    for (int pair = 0; pair < pairs; pair++) {
      double angle = position * frequencies[pair];
      turns.cos[pair] = (float) Math.cos(angle);
      turns.sin[pair] = (float) Math.sin(angle);
    }
    return turns;
  }

  private void write(long index, Turns row, Turns column, Turns sequence) {
    for (int pair = 0; pair < pairs; pair++) {
      Turns turns = streams[pair] == 0 ? row : streams[pair] == 1 ? column : sequence;
      cos.elements().setAtIndex(JAVA_FLOAT, index * pairs + pair, turns.cos[pair]);
      sin.elements().setAtIndex(JAVA_FLOAT, index * pairs + pair, turns.sin[pair]);
    }
  }
}
