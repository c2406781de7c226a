package dev.nextflow.engine.transformer;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.ModelConfig;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.sequences.Grid;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expected values: numpy, head of 16, theta 10,000, range 16, a grid of 2x3 at position 5. */
class RotaryTableTest {

  private static final int PAIRS = 8;

  private final NativeScope scope = new NativeScope();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void interleavedFrequenciesTurnWithRowColumnAndSequenceInTurn() {
    RotaryTable table = table("interleaved", 6);
    table.writeGrid(0, new Grid(2, 3), 5);
    assertThat(line(table.cos(), 4))
        .containsExactly(
            -0.9311723113059998f,
            -0.9990667700767517f,
            0.8775825500488281f,
            0.9523828029632568f,
            0.9952038526535034f,
            0.999875009059906f,
            0.9999520182609558f,
            0.9999951720237732f);
    assertThat(line(table.sin(), 5))
        .containsExactly(
            -0.36457934975624084f,
            -0.8997548818588257f,
            0.4794255495071411f,
            0.3049049973487854f,
            0.16257451474666595f,
            0.015810729935765266f,
            0.009797802194952965f,
            0.00516395503655076f);
  }

  @Test
  void paperFrequenciesTurnInThreeBands() {
    RotaryTable table = table("paper", 6);
    table.writeGrid(0, new Grid(2, 3), 5);
    assertThat(line(table.cos(), 4))
        .containsExactly(
            -0.9311723113059998f,
            -0.9990667700767517f,
            0.5571920275688171f,
            0.9523828029632568f,
            0.9952038526535034f,
            0.999875009059906f,
            0.9999874830245972f,
            0.9999987483024597f);
    assertThat(line(table.sin(), 5))
        .containsExactly(
            -0.36457934975624084f,
            0.043192535638809204f,
            0.9980664253234863f,
            0.49375084042549133f,
            0.16257451474666595f,
            0.015810729935765266f,
            0.0049999793991446495f,
            0.0015811381163075566f);
  }

  @Test
  void theBandsOfAHeadOf128Are16And24And24() {
    int[] streams = RotaryTable.streams(64, "paper");
    assertThat(Arrays.stream(streams).filter(stream -> stream == 0).count()).isEqualTo(16);
    assertThat(Arrays.stream(streams).filter(stream -> stream == 1).count()).isEqualTo(24);
    assertThat(streams).isSorted();
  }

  @Test
  void textIsAPlainRotaryEmbeddingWhateverTheAssignment() {
    RotaryTable interleaved = table("interleaved", 3);
    RotaryTable paper = table("paper", 3);
    interleaved.writeText(0, 7, 3);
    paper.writeText(0, 7, 3);
    assertThat(line(interleaved.cos(), 2)).isEqualTo(line(paper.cos(), 2));
    assertThat(line(interleaved.cos(), 2)[0]).isEqualTo((float) Math.cos(9));
  }

  @Test
  void everyRowHasItsOwnSequencePosition() {
    RotaryTable table = table("interleaved", 12);
    table.writeGrid(0, new Grid(2, 3), 5);
    table.writeGrid(1, new Grid(2, 3), 11);
    assertThat(line(table.cos(), 6)[2]).isEqualTo((float) Math.cos(11 * Math.pow(10_000, -0.25)));
    assertThat(line(table.cos(), 6)[0]).isEqualTo(line(table.cos(), 0)[0]);
  }

  private RotaryTable table(String assignment, int capacity) {
    ModelConfig model =
        new ModelConfig(64, 1, 4, 2, 2 * PAIRS, 10_000, assignment, 16, 10, 10, 4, 4, false, 8);
    return new RotaryTable(scope, model, capacity);
  }

  private static float[] line(Buffer buffer, int position) {
    return buffer
        .elements()
        .asSlice((long) position * PAIRS * Float.BYTES, PAIRS * Float.BYTES)
        .toArray(JAVA_FLOAT);
  }
}
