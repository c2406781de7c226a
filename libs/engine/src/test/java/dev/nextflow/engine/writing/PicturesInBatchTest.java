package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.DemoBundle;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Texts about pictures and plain ones in the same batch: each says what it says alone. */
class PicturesInBatchTest {

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
  void thirtyTwoTextsHalfOfThemAboutPicturesAreWhatTheyAreAlone() {
    List<TextRequest> requests = mixed(TINY, 32, 24);
    assertThat(Texts.together(tiny, requests, 16)).isEqualTo(Texts.alone(tiny, requests));
  }

  @Test
  void textsOfTheDemoAboutPicturesAreWhatTheyAreAlone() {
    Bundle demo = DemoBundle.bundle();
    try (WritingEngine engine = WritingEngine.open(demo, EngineOptions.cpu(2))) {
      List<TextRequest> requests = mixed(demo, 10, 8);
      assertThat(Texts.together(engine, requests, 64)).isEqualTo(Texts.alone(engine, requests));
    }
  }

  /** Interrupted while they read and while they write, and taken up again. */
  @Test
  void textsComeGoAndComeBackAlsoInTheMiddleOfAPicture() {
    SplittableRandom random = new SplittableRandom(3);
    int most = 12;
    List<TextRequest> requests = mixed(TINY, 20, most);
    List<List<Integer>> written = new ArrayList<>();
    requests.forEach(request -> written.add(new ArrayList<>()));
    Map<Integer, Integer> textOfSlot = new HashMap<>();
    int whileReading = 0;
    int whileWriting = 0;
    try (ContinuousBatch batch = batch(6, most, 5)) {
      while (written.stream().anyMatch(text -> text.size() < most)) {
        for (int text = 0; text < requests.size() && batch.free() > 0; text++) {
          if (written.get(text).size() < most
              && !textOfSlot.containsValue(text)
              && random.nextInt(3) == 0) {
            textOfSlot.put(batch.admit(Texts.resumed(requests.get(text), written.get(text))), text);
          }
        }
        batch.step().forEach(t -> written.get(textOfSlot.get(t.slot())).add(t.id()));
        for (int slot : List.copyOf(textOfSlot.keySet())) {
          List<Integer> text = written.get(textOfSlot.get(slot));
          boolean ended = text.size() == most;
          if (ended || random.nextInt(30) == 0) {
            batch.release(slot);
            boolean pictures =
                !requests.get(textOfSlot.remove(slot)).sequence().pictures().isEmpty();
            whileReading += !ended && pictures && text.isEmpty() ? 1 : 0;
            whileWriting += !ended && pictures && !text.isEmpty() ? 1 : 0;
          }
        }
      }
    }
    assertThat(whileReading).isGreaterThan(3);
    assertThat(whileWriting).isGreaterThan(3);
    assertThat(written).isEqualTo(Texts.alone(tiny, requests));
  }

  @Test
  void whoWritesGetsATokenInEveryStepWhileAPictureIsRead() {
    TextRequest shown = request(picture(8), 4); // 204 codes, the largest scale has 64
    try (ContinuousBatch batch = batch(2, 100, 8)) {
      int writing = batch.admit(Texts.numbered(TINY, 1, 100));
      assertThat(batch.step()).hasSize(1);
      int reading = batch.admit(shown);
      int steps = 0;
      List<Integer> slots;
      do {
        slots = batch.step().stream().map(WrittenToken::slot).toList();
        assertThat(slots).contains(writing);
        steps++;
      } while (!slots.contains(reading));
      assertThat(steps).as("five of the scales are wider than a chunk").isGreaterThan(5);
    }
  }

  @Test
  void aSlotThatWasLeftInTheMiddleOfAPictureIsAsGoodAsNew() {
    TextRequest next = Texts.shown(TINY, 7, 8);
    List<Integer> text = new ArrayList<>();
    try (ContinuousBatch batch = batch(1, 8, 16)) {
      batch.release(readingSomeScales(batch));
      int slot = batch.admit(next);
      while (text.size() < 8) {
        batch.step().forEach(token -> text.add(token.id()));
      }
      assertThat(slot).isZero();
    }
    assertThat(List.of(text)).isEqualTo(Texts.alone(tiny, List.of(next)));
  }

  private static int readingSomeScales(ContinuousBatch batch) {
    int slot = batch.admit(request(picture(8), 1));
    IntStream.range(0, 4).forEach(step -> assertThat(batch.step()).isEmpty());
    return slot;
  }

  /** The longest prompt with as many of the largest pictures as may be, beside a short text. */
  @Test
  void theLargestQuestionFitsAndLeavesItsNeighbourAsItIs() {
    List<ScaleSchedule> largest =
        Collections.nCopies(Texts.MOST_PICTURES, TINY.schedule(new Grid(64, 64), 16));
    int between = (TINY.maxPromptTokens() - 2 * largest.size()) / (largest.size() + 1);
    MixedSequence sequence = Texts.shown(TINY, new SplittableRandom(5), largest, between);
    List<TextRequest> requests = List.of(request(sequence, 3), Texts.numbered(TINY, 9, 12));
    List<List<Integer>> together = Texts.together(tiny, requests, 64);
    assertThat(together.getFirst()).hasSize(3);
    assertThat(together.getLast()).isEqualTo(Texts.alone(tiny, requests.subList(1, 2)).getFirst());
  }

  private static ContinuousBatch batch(int slots, int maxTokens, int prefillChunk) {
    return tiny.batch(new BatchSize(slots, maxTokens, Texts.MOST_PICTURES, prefillChunk));
  }

  private static MixedSequence picture(int level) {
    List<ScaleSchedule> one = List.of(TINY.schedule(new Grid(64, 64), level));
    return Texts.shown(TINY, new SplittableRandom(1), one, 3);
  }

  private static TextRequest request(MixedSequence sequence, int maxTokens) {
    return new TextRequest(sequence, new int[0], maxTokens, 0, 1, 1);
  }

  /** Plain texts and ones about pictures, in turn. */
  private static List<TextRequest> mixed(Bundle bundle, int count, int maxTokens) {
    return IntStream.range(0, count)
        .mapToObj(number ->
            number % 2 == 0
                ? Texts.shown(bundle, number, maxTokens)
                : Texts.numbered(bundle, number, maxTokens))
        .toList();
  }
}
