package dev.nextflow.engine.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.SamplingPerScale;
import dev.nextflow.sequences.ScaleCodes;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Six scales whose sampling differs from scale to scale. */
class PerScaleTest {

  private static final int LEVEL = 6;

  private static DrawingEngine engine;

  @BeforeAll
  static void open() {
    engine = DrawingEngine.open(TinyBundle.bundle(), EngineOptions.cpu(1));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void listsThatSayWhatTheNumbersSayDrawTheSame() {
    List<Double> ramp = IntStream.range(0, LEVEL).mapToObj(k -> 3.0 * k / (LEVEL - 1)).toList();
    Sampling lists =
        new Sampling(
            0,
            10,
            1,
            1,
            new SamplingPerScale(ramp, same(0.9), Collections.nCopies(LEVEL, 30), same(0.8)));
    assertThat(drawn(lists)).isEqualTo(drawn(new Sampling(3, 0.9, 30, 0.8)));
  }

  @Test
  void aValueOfOneScaleChangesThatScaleAndNoneBefore() {
    Sampling plain = new Sampling(3, 1, 64, 1);
    List<Integer> oneCodeAtTheFourth = List.of(64, 64, 64, 1, 64, 64);
    List<ScaleCodes> usual = drawn(plain);
    List<ScaleCodes> changed =
        drawn(
            new Sampling(3, 1, 64, 1, new SamplingPerScale(null, null, oneCodeAtTheFourth, null)));
    assertThat(changed.subList(0, 3)).isEqualTo(usual.subList(0, 3));
    assertThat(changed.get(3)).isNotEqualTo(usual.get(3));
  }

  @Test
  void whatEachOfABatchDrawsDoesNotDependOnTheOthersLists() {
    DrawRequest lists =
        request(
            new Sampling(3, 1, 64, 1, new SamplingPerScale(same(2.0), null, null, same(0.5))), 0);
    DrawRequest numbers = request(new Sampling(1, 0.7, 9, 0.9), 1);
    assertThat(Drawings.finish(engine, List.of(lists, numbers)))
        .containsExactly(Drawings.finish(engine, lists), Drawings.finish(engine, numbers));
  }

  private static List<Double> same(double value) {
    return Collections.nCopies(LEVEL, value);
  }

  private static List<ScaleCodes> drawn(Sampling sampling) {
    return Drawings.finish(engine, request(sampling, 0));
  }

  private static DrawRequest request(Sampling sampling, int image) {
    DrawRequest any = BatchOfFour.requests(true).getFirst();
    return new DrawRequest(
        any.conditional(),
        any.unconditional(),
        any.schedule(),
        any.seed(),
        image,
        sampling,
        List.of());
  }
}
