package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.Parity;
import dev.nextflow.engine.fixtures.Parity.Continuation;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.NativeUsage;
import dev.nextflow.sequences.Noise;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WritingTest {

  private static final Bundle BUNDLE = TinyBundle.bundle();
  private static WritingEngine engine;

  @BeforeAll
  static void open() {
    engine = WritingEngine.open(BUNDLE, EngineOptions.cpu(1));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  static List<Continuation> continuations() {
    return Parity.tiny().continuations();
  }

  @ParameterizedTest
  @MethodSource("continuations")
  void greedilyWritesTheTokensOfTheReferenceModel(Continuation reference) {
    try (Writing writing = engine.begin(reference.ids(), reference.nextIds().length)) {
      assertThat(IntStream.range(0, reference.nextIds().length).map(i -> writing.next(0, 1, 0)))
          .containsExactly(IntStream.of(reference.nextIds()).boxed().toArray(Integer[]::new));
      assertThat(writing.done()).isTrue();
      assertThatIllegalStateException().isThrownBy(() -> writing.next(0, 1, 0));
    }
  }

  @Test
  void theSameNoiseWritesTheSameTextAndOtherNoiseAnother() {
    int[] ids = continuations().getFirst().ids();
    assertThat(write(ids, 5)).isEqualTo(write(ids, 5)).isNotEqualTo(write(ids, 6));
  }

  @Test
  void givesItsMemoryBack() {
    NativeUsage before = NativeScope.usage();
    write(continuations().getFirst().ids(), 1);
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  @Test
  void aCancelledWritingWritesNothingMore() {
    try (Writing writing = engine.begin(continuations().getFirst().ids(), 4)) {
      writing.next(0, 1, 0);
      writing.cancel();
      assertThatExceptionOfType(EngineCancelled.class).isThrownBy(() -> writing.next(0, 1, 0));
    }
  }

  @Test
  void refusesSequencesThatItCannotContinue() {
    assertThatIllegalArgumentException().isThrownBy(() -> engine.begin(new int[0], 1));
    assertThatIllegalArgumentException().isThrownBy(() -> engine.begin(new int[] {-1}, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.begin(new int[] {BUNDLE.model().textVocabSize()}, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.begin(new int[BUNDLE.maxPromptTokens() + 1], 1));
    assertThatIllegalArgumentException().isThrownBy(() -> engine.begin(new int[] {1}, 0));
  }

  private static List<Integer> write(int[] ids, long seed) {
    float[] noise = Noise.uniforms(seed, 0, 1, 12);
    try (Writing writing = engine.begin(ids, noise.length)) {
      return IntStream.range(0, noise.length)
          .mapToObj(i -> writing.next(1, 0.95, noise[i]))
          .toList();
    }
  }
}
