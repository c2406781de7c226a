package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.Parity;
import dev.nextflow.engine.fixtures.Parity.AnswerCase;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions about pictures, held against the reference model. */
class ReadingPicturesTest {

  private static final Bundle BUNDLE = TinyBundle.bundle();
  private static final int[] NOTHING = {};
  private static WritingEngine engine;

  @BeforeAll
  static void open() {
    engine = WritingEngine.open(BUNDLE, EngineOptions.cpu(1));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  static List<AnswerCase> answers() {
    return Parity.tiny().answers();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersWithTheTokensOfTheReferenceModel(AnswerCase reference) {
    int[] nextIds = reference.nextIds();
    assertThat(write(reference.sequence(), NOTHING, nextIds.length)).containsExactly(nextIds);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerThatWasBegunGoesOnAsIfItHadNotStopped(AnswerCase reference) {
    int[] nextIds = reference.nextIds();
    assertThat(write(reference.sequence(), Arrays.copyOf(nextIds, 3), nextIds.length - 3))
        .containsExactly(Arrays.copyOfRange(nextIds, 3, nextIds.length));
  }

  /** All scales are inputs: an answer without one of them would be of another picture. */
  @Test
  void everyScaleCounts() {
    AnswerCase reference = answers().getFirst();
    int last = reference.sequence().pictures().getFirst().codes().size();
    for (int scale = 1; scale <= last; scale++) {
      assertThat(write(otherwiseAt(reference.sequence(), scale), NOTHING, 8))
          .as("codes of scale %d", scale)
          .isNotEqualTo(reference.nextIds());
    }
  }

  /** As models do that are not trained to read it. */
  @Test
  void everyScaleCountsButTheLastWhereThatIsNotRead() {
    MixedSequence sequence = unclosed(answers().getFirst().sequence());
    int[] reference = write(sequence, NOTHING, 8);
    int last = sequence.pictures().getFirst().codes().size();
    for (int scale = 1; scale <= last; scale++) {
      int[] written = write(otherwiseAt(sequence, scale), NOTHING, 8);
      assertThat(Arrays.equals(written, reference)).isEqualTo(scale == last);
    }
  }

  private static MixedSequence unclosed(MixedSequence sequence) {
    GivenPicture picture = sequence.pictures().getFirst();
    ScaleSchedule schedule = picture.schedule();
    ScaleSchedule silent = new ScaleSchedule(schedule.fullGrid(), schedule.level());
    return new MixedSequence(
        sequence.ids(), List.of(new GivenPicture(picture.boi(), silent, picture.codes())));
  }

  @Test
  void refusesPicturesThatItCannotRead() {
    MixedSequence good = answers().getFirst().sequence();
    GivenPicture picture = good.pictures().getFirst();
    refused("no <boi> and <eoi>", good.ids(), moved(picture, picture.boi() + 1));
    ScaleSchedule unknown = new ScaleSchedule(new Grid(64, 64), 1);
    int[] ids = good.ids();
    refused(
        "does not offer the level",
        ids,
        new GivenPicture(picture.boi(), unknown, List.of(ScaleCodes.of(1))));
    refused("no code", ids, withFirst(picture, BUNDLE.model().visualVocabSize()));
  }

  private static void refused(String rule, int[] ids, GivenPicture picture) {
    MixedSequence sequence = new MixedSequence(ids, List.of(picture));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> write(sequence, NOTHING, 1))
        .withMessageContaining(rule);
  }

  private static GivenPicture moved(GivenPicture picture, int boi) {
    return new GivenPicture(boi, picture.schedule(), picture.codes());
  }

  private static GivenPicture withFirst(GivenPicture picture, int code) {
    List<ScaleCodes> codes = new ArrayList<>(picture.codes());
    codes.set(0, ScaleCodes.of(code));
    return new GivenPicture(picture.boi(), picture.schedule(), codes);
  }

  /** The same sequence with another scale of its first picture. */
  private static MixedSequence otherwiseAt(MixedSequence sequence, int scale) {
    GivenPicture picture = sequence.pictures().getFirst();
    List<ScaleCodes> codes = new ArrayList<>(picture.codes());
    int[] other =
        IntStream.of(codes.get(scale - 1).toArray())
            .map(code -> (code + 97) % BUNDLE.model().visualVocabSize())
            .toArray();
    codes.set(scale - 1, ScaleCodes.of(other));
    return new MixedSequence(
        sequence.ids(),
        Collections.singletonList(new GivenPicture(picture.boi(), picture.schedule(), codes)));
  }

  private static int[] write(MixedSequence sequence, int[] written, int tokens) {
    TextRequest request = new TextRequest(sequence, written, written.length + tokens, 0, 1, 0);
    return Texts.alone(engine, List.of(request)).getFirst().stream().mapToInt(id -> id).toArray();
  }
}
