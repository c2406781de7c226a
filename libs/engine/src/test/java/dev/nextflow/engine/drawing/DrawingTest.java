package dev.nextflow.engine.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.fixtures.Parity;
import dev.nextflow.engine.fixtures.Parity.DrawingCase;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.sequences.ScaleCodes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Token for token: against the reference model, in batches, and after a stop. */
class DrawingTest {

  private static DrawingEngine engine;

  @BeforeAll
  static void open() {
    engine = DrawingEngine.open(TinyBundle.bundle(), EngineOptions.cpu(1));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  static List<DrawingCase> cases() {
    return Parity.tiny().drawings();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void drawsTheTokensOfTheReferenceModel(DrawingCase reference) {
    assertThat(Drawings.finish(engine, reference.request(0))).isEqualTo(reference.scales());
  }

  /**
   * Every scale of the shorter schedules: enough to resume before, at and after each kind of run.
   */
  static List<DrawingCase> shortCases() {
    return cases().stream().filter(reference -> reference.level() <= 6).toList();
  }

  @ParameterizedTest
  @MethodSource("shortCases")
  void aStoppedDrawingGoesOnFromEveryScaleAsIfItHadNotStopped(DrawingCase reference) {
    List<ScaleCodes> whole = reference.scales();
    for (int drawn = 1; drawn < whole.size(); drawn++) {
      assertThat(Drawings.finish(engine, reference.request(drawn)))
          .as("after %d scales", drawn)
          .isEqualTo(whole.subList(drawn, whole.size()));
    }
  }

  @Test
  void aBatchOfDifferentPromptsDrawsWhatEachDrawsAlone() {
    for (boolean guided : new boolean[] {true, false}) {
      List<DrawRequest> batch = BatchOfFour.requests(guided);
      assertThat(
              batch.stream().map(request -> request.conditional().ids().length).distinct().count())
          .as("prompts of different lengths")
          .isGreaterThan(1);
      List<List<ScaleCodes>> alone =
          batch.stream().map(request -> Drawings.finish(engine, request)).toList();
      assertThat(Drawings.finish(engine, batch)).isEqualTo(alone);
    }
  }

  /** As two jobs of four pictures would stand in one batch; each of the eight has its own noise. */
  @Test
  void eightPicturesInABatchAreWhatEachIsAlone() {
    List<DrawRequest> eight = new ArrayList<>();
    for (DrawRequest job : BatchOfFour.requests(true).subList(0, 2)) {
      for (int image = 0; image < 4; image++) {
        eight.add(
            new DrawRequest(
                job.conditional(),
                job.unconditional(),
                job.schedule(),
                job.seed(),
                image,
                job.sampling(),
                List.of()));
      }
    }
    List<List<ScaleCodes>> alone =
        eight.stream().map(request -> Drawings.finish(engine, request)).toList();
    assertThat(alone).doesNotHaveDuplicates();
    assertThat(Drawings.finish(engine, eight)).isEqualTo(alone);
  }

  @Test
  void twoEnginesInOneProcessDrawTheSame() {
    DrawingCase reference = cases().getFirst();
    try (DrawingEngine other = DrawingEngine.open(TinyBundle.bundle(), EngineOptions.cpu(2));
        Drawing here = engine.begin(List.of(reference.request(0)));
        Drawing there = other.begin(List.of(reference.request(0)))) {
      while (!here.done()) {
        assertThat(here.next()).isEqualTo(there.next());
      }
    }
  }

  @Test
  void aDrawingWithEveryScaleGivenIsDone() {
    DrawingCase reference = cases().getFirst();
    try (Drawing drawing = engine.begin(List.of(reference.request(reference.level())))) {
      assertThat(drawing.done()).isTrue();
      assertThat(drawing.scalesDrawn()).isEqualTo(reference.level());
    }
  }
}
