package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.DemoBundle;
import dev.nextflow.engine.fixtures.Parity;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.NativeUsage;
import dev.nextflow.sequences.MixedSequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContinuousBatchTest {

  private static final Bundle TINY = TinyBundle.bundle();
  private static WritingEngine tiny;

  @BeforeAll
  static void open() {
    tiny = WritingEngine.open(TINY, EngineOptions.cpu(2));
  }

  @AfterAll
  static void close() {
    tiny.close();
  }

  @Test
  void thirtyTwoTextsAreWhatTheyAreAlone() {
    List<TextRequest> requests = numbered(TINY, 32, 40);
    assertThat(Texts.together(tiny, requests, 16)).isEqualTo(Texts.alone(tiny, requests));
  }

  @Test
  void thirtyTwoTextsOfTheDemoAreWhatTheyAreAlone() {
    Bundle demo = DemoBundle.bundle();
    try (WritingEngine engine = WritingEngine.open(demo, EngineOptions.cpu(2))) {
      List<TextRequest> requests = numbered(demo, 32, 12);
      assertThat(Texts.together(engine, requests, 64)).isEqualTo(Texts.alone(engine, requests));
    }
  }

  @Test
  void greedilyWritesTheTokensOfTheReferenceModel() {
    List<Parity.Continuation> references = Parity.tiny().continuations();
    List<TextRequest> requests =
        references.stream()
            .map(c ->
                new TextRequest(MixedSequence.of(c.ids()), new int[0], c.nextIds().length, 0, 1, 0))
            .toList();
    assertThat(Texts.together(tiny, requests, 3))
        .isEqualTo(
            references.stream().map(c -> IntStream.of(c.nextIds()).boxed().toList()).toList());
  }

  /** Whoever reads it later would look for a picture that nobody has drawn. */
  @Test
  void textHoldsTheEndOfItsMessageAndNoOtherSpecialToken() {
    BitSet text = TextIds.of(TINY);
    text.set(TINY.specialTokens().imEnd());
    List<Integer> written =
        Texts.together(
                tiny, List.of(new TextRequest(MixedSequence.of(70), new int[0], 800, 9, 1, 3)), 16)
            .getFirst();
    assertThat(written).hasSize(800).allMatch(text::get);
  }

  /** Long enough for the cache to grow several times, beside short ones that let it shrink. */
  @Test
  void theLengthOfTheOthersChangesNothing() {
    List<TextRequest> requests = new ArrayList<>(numbered(TINY, 6, 30));
    requests.add(Texts.numbered(TINY, 41, 400));
    List<List<Integer>> together = Texts.together(tiny, requests, 16);
    assertThat(together).isEqualTo(Texts.alone(tiny, requests));
  }

  @Test
  void textsComeGoAndComeBackAtAnyToken() {
    SplittableRandom random = new SplittableRandom(3);
    List<TextRequest> requests = numbered(TINY, 24, 30);
    List<List<Integer>> written = new ArrayList<>();
    requests.forEach(request -> written.add(new ArrayList<>()));
    Map<Integer, Integer> textOfSlot = new HashMap<>();
    int interruptions = 0;
    try (ContinuousBatch batch = batch(7, 30, 5)) {
      while (written.stream().anyMatch(text -> text.size() < 30)) {
        for (int text = 0; text < requests.size() && batch.free() > 0; text++) {
          if (written.get(text).size() < 30
              && !textOfSlot.containsValue(text)
              && random.nextInt(3) == 0) {
            textOfSlot.put(batch.admit(Texts.resumed(requests.get(text), written.get(text))), text);
          }
        }
        batch.step().forEach(t -> written.get(textOfSlot.get(t.slot())).add(t.id()));
        for (int slot : List.copyOf(textOfSlot.keySet())) {
          boolean ended = written.get(textOfSlot.get(slot)).size() == 30;
          if (ended || random.nextInt(40) == 0) {
            batch.release(slot);
            textOfSlot.remove(slot);
            interruptions += ended ? 0 : 1;
          }
        }
      }
    }
    assertThat(interruptions).isGreaterThan(10);
    assertThat(written).isEqualTo(Texts.alone(tiny, requests));
  }

  @Test
  void whoWritesGetsATokenInEveryStepWhileALongPromptIsRead() {
    int longest = TINY.maxPromptTokens();
    TextRequest longPrompt = Texts.numbered(TINY, longest - 1, 4);
    assertThat(longPrompt.sequence().ids()).hasSize(longest);
    try (ContinuousBatch batch = batch(4, 100, 4)) {
      List<Integer> writing =
          List.of(admit(batch, 1, 100), admit(batch, 2, 100), admit(batch, 3, 100));
      while (batch.step().size() < 3) {}
      int slow = batch.admit(longPrompt);
      int steps = 0;
      List<Integer> slots;
      do {
        slots = batch.step().stream().map(WrittenToken::slot).toList();
        assertThat(slots).containsAll(writing);
        steps++;
      } while (!slots.contains(slow));
      assertThat(steps).isEqualTo(Math.ceilDiv(longest, 4));
    }
  }

  @Test
  void aShortPromptDoesNotWaitForALongOne() {
    try (ContinuousBatch batch = batch(2, 4, 4)) {
      batch.admit(Texts.numbered(TINY, TINY.maxPromptTokens() - 1, 4));
      int quick = batch.admit(Texts.numbered(TINY, 1, 4));
      assertThat(batch.step()).isEmpty();
      assertThat(batch.step()).extracting(WrittenToken::slot).containsExactly(quick);
    }
  }

  @Test
  void aTextThatHasAllItsTokensWaitsToBeReleased() {
    try (ContinuousBatch batch = batch(1, 2, 8)) {
      int slot = batch.admit(Texts.numbered(TINY, 5, 2));
      assertThat(batch.step()).hasSize(1);
      assertThat(batch.step()).hasSize(1);
      assertThat(batch.step()).isEmpty();
      assertThat(batch.free()).isZero();
      batch.release(slot);
      assertThat(batch.free()).isOne();
    }
  }

  @Test
  void refusesWhatItHasNoRoomFor() {
    try (ContinuousBatch batch = batch(1, 8, 8)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.admit(Texts.numbered(TINY, 5, 9)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.admit(Texts.shown(TINY, 1, 8)))
          .withMessageContaining("pictures must be at most 0");
      for (int[] ids :
          List.of(
              new int[0],
              new int[] {-1},
              new int[] {TINY.model().textVocabSize()},
              new int[TINY.maxPromptTokens() + 1])) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> batch.admit(greedy(ids)))
            .withMessageContaining("ids");
      }
      admit(batch, 1, 8);
      assertThatIllegalStateException().isThrownBy(() -> admit(batch, 2, 8));
    }
    for (int[] size :
        List.of(
            new int[] {0, 1, 0, 1},
            new int[] {1, 0, 0, 1},
            new int[] {1, 1, -1, 1},
            new int[] {1, 1, 0, 0})) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new BatchSize(size[0], size[1], size[2], size[3]));
    }
    MixedSequence one = MixedSequence.of(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextRequest(one, new int[] {1}, 1, 0, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextRequest(one, new int[0], 1, Double.NaN, 1, 0));
  }

  /** The chunk fills what is bound to the last token, and a row beside it runs for nothing. */
  @Test
  void aRowThatReadsBetweenOthersThatWriteHasRoomToIdle() {
    try (ContinuousBatch batch = batch(3, 40, 16)) {
      admit(batch, 0, 40);
      int left = batch.admit(Texts.numbered(TINY, 63, 40));
      admit(batch, 1, 40);
      assertThat(left).isOne();
      for (int step = 0; step < 5; step++) {
        assertThat(batch.step()).isNotEmpty();
      }
    }
  }

  @Test
  void theSameSeedWritesTheSameTextAndAnotherSeedAnother() {
    assertThat(sampled(5)).isEqualTo(sampled(5)).isNotEqualTo(sampled(6));
  }

  private static List<List<Integer>> sampled(long seed) {
    TextRequest request =
        new TextRequest(MixedSequence.of(70, 71, 72), new int[0], 12, 1, 0.95, seed);
    return Texts.alone(tiny, List.of(request));
  }

  @Test
  void givesItsMemoryBack() {
    NativeUsage before = NativeScope.usage();
    Texts.together(tiny, numbered(TINY, 3, 4), 8);
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  private static ContinuousBatch batch(int slots, int maxTokens, int prefillChunk) {
    return tiny.batch(new BatchSize(slots, maxTokens, 0, prefillChunk));
  }

  private static TextRequest greedy(int[] ids) {
    return new TextRequest(MixedSequence.of(ids), new int[0], 1, 0, 1, 0);
  }

  private static int admit(ContinuousBatch batch, int number, int maxTokens) {
    return batch.admit(Texts.numbered(TINY, number, maxTokens));
  }

  private static List<TextRequest> numbered(Bundle bundle, int count, int maxTokens) {
    return IntStream.range(0, count)
        .mapToObj(number -> Texts.numbered(bundle, number, maxTokens))
        .toList();
  }
}
