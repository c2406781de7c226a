package dev.nextflow.engine.composing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.fixtures.CompositionCase;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.NativeUsage;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.transformer.SessionPrefixes;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of text and pictures, held against the reference loop. */
class ComposingTest {

  private static ComposingEngine engine;

  @BeforeAll
  static void open() {
    engine = ComposingEngine.open(TinyBundle.bundle(), EngineOptions.cpu(1));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  static List<CompositionCase> cases() {
    return CompositionCase.tiny();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesAndDrawsWhatTheReferenceDoes(CompositionCase reference) {
    Whole whole = compose(reference, new Whole(), Integer.MAX_VALUE);
    assertThat(whole.tokens).isEqualTo(reference.textIds());
    assertThat(whole.pictures).isEqualTo(reference.drawn());
  }

  /** After every single step: within a text, at a boi, within each picture, at its last scale. */
  @ParameterizedTest
  @MethodSource("cases")
  void whateverItIsResumedAfterItGoesOnAsItBegan(CompositionCase reference) {
    Whole whole = compose(reference, new Whole(), Integer.MAX_VALUE);
    for (int steps = 1; steps < whole.steps; steps++) {
      Whole begun = compose(reference, new Whole(), steps);
      Whole resumed = compose(reference, begun, Integer.MAX_VALUE);
      assertThat(resumed.tokens).as("after %d steps", steps).isEqualTo(whole.tokens);
      assertThat(resumed.pictures).as("after %d steps", steps).isEqualTo(whole.pictures);
    }
  }

  /** The second time all is kept but the last token of each row's sequence. */
  @ParameterizedTest
  @MethodSource("cases")
  void goesOnFromWhatIsKeptAsFromItsTokens(CompositionCase reference) {
    ComposeRequest request = reference.request(List.of(), List.of());
    try (KeptPrefixes kept = new KeptPrefixes(1 << 26)) {
      SessionPrefixes session = kept.session("tenant", "session");
      for (long times = 0; times < 2; times++) {
        Whole whole = new Whole();
        try (Composing composing = engine.begin(request, session)) {
          while (!composing.done()) {
            whole.add(composing.next());
          }
        }
        assertThat(whole.tokens).isEqualTo(reference.textIds());
        assertThat(whole.pictures).isEqualTo(reference.drawn());
        boolean reads = reference.guidance() > 0 && !whole.pictures.isEmpty();
        long sequence = copied(request.sequence());
        long unguided = reads ? copied(request.unguided()) : 0;
        assertThat(kept.tokensSpared()).isEqualTo(times * (sequence + unguided));
      }
    }
  }

  /** All but the last token; none of less than eight. */
  private static long copied(MixedSequence sequence) {
    return sequence.tokens() > 8 ? sequence.tokens() - 1 : 0;
  }

  @Test
  void theReferenceCasesHaveWhatCanGoWrong() {
    int boi = TinyBundle.bundle().specialTokens().boi();
    int end = TinyBundle.bundle().specialTokens().imEnd();
    assertThat(cases()).filteredOn(answer -> answer.pictures().length > 0).hasSize(7);
    assertThat(cases()).anyMatch(answer -> answer.pictures().length > 1);
    assertThat(cases()).anyMatch(answer -> answer.given().length > 1 && answer.guidance() > 0);
    assertThat(cases()).anyMatch(answer -> answer.textIds().getLast() == end);
    assertThat(cases()).anyMatch(answer -> answer.pictures().length == answer.maxPictures());
    assertThat(cases()).anyMatch(answer -> answer.textIds().indexOf(boi) > 1);
  }

  @Test
  void isDoneAtItsEndAndGoesOnNoFurther() {
    CompositionCase reference = cases().getFirst();
    ComposeRequest request = reference.request(reference.textIds(), reference.drawn());
    try (Composing composing = engine.begin(request)) {
      assertThat(composing.done()).isTrue();
      assertThatIllegalStateException().isThrownBy(composing::next).withMessageContaining("done");
    }
  }

  /** Cut where the limit falls on the token that opens a picture: the picture is drawn. */
  @Test
  void aPictureThatTheLastTokenOpensIsDrawn() {
    CompositionCase reference = cases().getFirst();
    int boi = reference.textIds().indexOf(TinyBundle.bundle().specialTokens().boi());
    ComposeRequest whole = reference.request(List.of(), List.of());
    ComposeRequest cut =
        new ComposeRequest(
            whole.sequence(),
            whole.unguided(),
            whole.schedule(),
            whole.drawing(),
            whole.temperature(),
            whole.topP(),
            boi + 1,
            whole.maxPictures(),
            whole.seed(),
            List.of(),
            List.of());
    Whole made = new Whole();
    try (Composing composing = engine.begin(cut)) {
      while (!composing.done()) {
        made.add(composing.next());
      }
    }
    assertThat(made.tokens).isEqualTo(reference.textIds().subList(0, boi + 1));
    assertThat(made.pictures).isEqualTo(reference.drawn().subList(0, 1));
  }

  @Test
  void givesItsMemoryBackAndStopsWhenCancelled() {
    NativeUsage before = NativeScope.usage();
    CompositionCase reference = cases().getFirst();
    try (Composing composing = engine.begin(reference.request(List.of(), List.of()))) {
      composing.next();
      composing.cancel();
      assertThatExceptionOfType(EngineCancelled.class).isThrownBy(composing::next);
    }
    // In the middle of a picture.
    int boi = reference.textIds().indexOf(TinyBundle.bundle().specialTokens().boi());
    List<Integer> opened = reference.textIds().subList(0, boi + 1);
    try (Composing composing = engine.begin(reference.request(opened, List.of()))) {
      assertThat(composing.next()).isInstanceOf(ComposedStep.Scale.class);
      composing.cancel();
      assertThatExceptionOfType(EngineCancelled.class).isThrownBy(composing::next);
    }
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  @Test
  void refusesWhatDoesNotFit() {
    CompositionCase reference = cases().getFirst();
    List<ScaleCodes> picture = reference.drawn().getFirst();
    refused("than were opened", reference.request(List.of(), List.of(picture)));
    refused("lacks scales", reference.request(reference.textIds(), List.of(picture)));
    List<Integer> unknown = List.of(TinyBundle.bundle().model().textVocabSize());
    refused("no text id", reference.request(unknown, List.of()));
    List<Integer> tooMany = new ArrayList<>(reference.textIds());
    tooMany.add(1);
    refused("more tokens", reference.request(tooMany, reference.drawn()));
  }

  private static void refused(String rule, ComposeRequest request) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.begin(request))
        .withMessageContaining(rule);
  }

  /** Goes on from what there is, at most so many steps. */
  private static Whole compose(CompositionCase reference, Whole from, int mostSteps) {
    Whole whole = from.copy();
    try (Composing composing = engine.begin(reference.request(from.tokens, from.pictures))) {
      for (int steps = 0; steps < mostSteps && !composing.done(); steps++) {
        whole.add(composing.next());
      }
    }
    return whole;
  }

  /** What an answer has come to. */
  private static final class Whole {

    final List<Integer> tokens = new ArrayList<>();
    final List<List<ScaleCodes>> pictures = new ArrayList<>();
    int steps;

    void add(ComposedStep step) {
      steps++;
      switch (step) {
        case ComposedStep.Token(int id) -> tokens.add(id);
        case ComposedStep.Scale(int picture, int scale, ScaleCodes codes) -> {
          if (scale == 1) {
            pictures.add(new ArrayList<>());
          }
          assertThat(pictures.get(picture)).hasSize(scale - 1);
          pictures.get(picture).add(codes);
        }
      }
    }

    Whole copy() {
      Whole copy = new Whole();
      copy.tokens.addAll(tokens);
      pictures.forEach(codes -> copy.pictures.add(new ArrayList<>(codes)));
      copy.steps = steps;
      return copy;
    }
  }
}
