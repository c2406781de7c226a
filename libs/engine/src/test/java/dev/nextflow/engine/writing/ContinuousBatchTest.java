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
import java.util.ArrayList;
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
    assertThat(together(tiny, requests, 16)).isEqualTo(alone(tiny, requests));
  }

  @Test
  void thirtyTwoTextsOfTheDemoAreWhatTheyAreAlone() {
    Bundle demo = DemoBundle.bundle();
    try (WritingEngine engine = WritingEngine.open(demo, EngineOptions.cpu(2))) {
      List<TextRequest> requests = numbered(demo, 32, 12);
      assertThat(together(engine, requests, 64)).isEqualTo(alone(engine, requests));
    }
  }

  @Test
  void greedilyWritesTheTokensOfTheReferenceModel() {
    List<Parity.Continuation> references = Parity.tiny().continuations();
    List<TextRequest> requests =
        references.stream()
            .map(c -> new TextRequest(c.ids(), new int[0], c.nextIds().length, 0, 1, 0))
            .toList();
    assertThat(together(tiny, requests, 3))
        .isEqualTo(
            references.stream().map(c -> IntStream.of(c.nextIds()).boxed().toList()).toList());
  }

  /** Long enough for the cache to grow several times, beside short ones that let it shrink. */
  @Test
  void theLengthOfTheOthersChangesNothing() {
    List<TextRequest> requests = new ArrayList<>(numbered(TINY, 6, 30));
    requests.add(Texts.numbered(TINY, 41, 400));
    List<List<Integer>> together = together(tiny, requests, 16);
    assertThat(together).isEqualTo(alone(tiny, requests));
  }

  @Test
  void textsComeGoAndComeBackAtAnyToken() {
    SplittableRandom random = new SplittableRandom(3);
    List<TextRequest> requests = numbered(TINY, 24, 30);
    List<List<Integer>> written = new ArrayList<>();
    requests.forEach(request -> written.add(new ArrayList<>()));
    Map<Integer, Integer> textOfSlot = new HashMap<>();
    int interruptions = 0;
    try (ContinuousBatch batch = tiny.batch(7, 30, 5)) {
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
    assertThat(written).isEqualTo(alone(tiny, requests));
  }

  @Test
  void whoWritesGetsATokenInEveryStepWhileALongPromptIsRead() {
    int longest = TINY.maxPromptTokens();
    TextRequest longPrompt = Texts.numbered(TINY, longest - 1, 4);
    assertThat(longPrompt.ids()).hasSize(longest);
    try (ContinuousBatch batch = tiny.batch(4, 100, 4)) {
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
    try (ContinuousBatch batch = tiny.batch(2, 4, 4)) {
      batch.admit(Texts.numbered(TINY, TINY.maxPromptTokens() - 1, 4));
      int quick = batch.admit(Texts.numbered(TINY, 1, 4));
      assertThat(batch.step()).isEmpty();
      assertThat(batch.step()).extracting(WrittenToken::slot).containsExactly(quick);
    }
  }

  @Test
  void aTextThatHasAllItsTokensWaitsToBeReleased() {
    try (ContinuousBatch batch = tiny.batch(1, 2, 8)) {
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
    try (ContinuousBatch batch = tiny.batch(1, 8, 8)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.admit(Texts.numbered(TINY, 5, 9)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.admit(new TextRequest(new int[0], new int[0], 1, 0, 1, 0)));
      admit(batch, 1, 8);
      assertThatIllegalStateException().isThrownBy(() -> admit(batch, 2, 8));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> tiny.batch(0, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextRequest(new int[] {1}, new int[] {1}, 1, 0, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextRequest(new int[] {1}, new int[0], 1, Double.NaN, 1, 0));
  }

  @Test
  void givesItsMemoryBack() {
    NativeUsage before = NativeScope.usage();
    together(tiny, numbered(TINY, 3, 4), 8);
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  private static int admit(ContinuousBatch batch, int number, int maxTokens) {
    return batch.admit(Texts.numbered(TINY, number, maxTokens));
  }

  private static List<TextRequest> numbered(Bundle bundle, int count, int maxTokens) {
    return IntStream.range(0, count)
        .mapToObj(number -> Texts.numbered(bundle, number, maxTokens))
        .toList();
  }

  private static List<List<Integer>> alone(WritingEngine engine, List<TextRequest> requests) {
    return requests.stream().map(request -> Texts.alone(engine, request)).toList();
  }

  /** All in one batch, each admitted a step after the one before it. */
  private static List<List<Integer>> together(
      WritingEngine engine, List<TextRequest> requests, int prefillChunk) {
    List<List<Integer>> written = new ArrayList<>();
    int most = requests.stream().mapToInt(TextRequest::maxTokens).max().orElseThrow();
    try (ContinuousBatch batch = engine.batch(requests.size(), most, prefillChunk)) {
      int unfinished = requests.size();
      while (unfinished > 0) {
        if (written.size() < requests.size()) {
          batch.admit(requests.get(written.size()));
          written.add(new ArrayList<>());
        }
        for (WrittenToken token : batch.step()) {
          written.get(token.slot()).add(token.id());
          if (written.get(token.slot()).size() == requests.get(token.slot()).maxTokens()) {
            unfinished--;
          }
        }
      }
    }
    return written;
  }
}
