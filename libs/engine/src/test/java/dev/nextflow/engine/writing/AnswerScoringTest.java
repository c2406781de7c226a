package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.engine.fixtures.DemoBundle;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.SequenceReader;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How likely answers are, held against a plain computation that reads a picture as a given one. */
class AnswerScoringTest {

  private static final int LEVEL = 6;
  private static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), LEVEL);
  private static final ScaleSchedule TO_THE_LAST = new ScaleSchedule(new Grid(64, 64), LEVEL, true);

  static Stream<Named<Bundle>> bundles() {
    return Stream.of(Named.of("tiny", TinyBundle.bundle()), Named.of("demo", DemoBundle.bundle()));
  }

  /** After the latest scale: where the last is no input, the one before it is as good. */
  @ParameterizedTest
  @MethodSource("bundles")
  void scoresAreThoseOfAPlainComputationOverTheWholePicture(Bundle bundle) {
    List<ExpectedAnswer> questions = questions(bundle);
    List<ScaleCodes> picture = picture(bundle, 1);
    for (ScaleSchedule schedule : List.of(SCHEDULE, TO_THE_LAST)) {
      Acceptance latest = acceptance(Acceptance.latest(schedule), questions);
      List<AnswerScore> scores = allScored(bundle, schedule, latest, List.of(picture)).getFirst();
      assertThat(scores).hasSameSizeAs(questions);
      for (int i = 0; i < questions.size(); i++) {
        assertThat(scores.get(i).logProbability())
            .as("question %d, %s", i, schedule)
            .isCloseTo(plainly(bundle, schedule, questions.get(i), picture), within(1e-3))
            .isNegative();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void everyScaleThatIsDrawnCountsAndNoneBehindIt(int afterScale) {
    Bundle bundle = TinyBundle.bundle();
    List<ExpectedAnswer> questions = questions(bundle);
    List<ScaleCodes> picture = picture(bundle, 2);
    List<List<ScaleCodes>> pictures = new ArrayList<>(List.of(picture));
    for (int scale = 1; scale <= LEVEL; scale++) {
      List<ScaleCodes> other = new ArrayList<>(picture);
      other.set(scale - 1, picture(bundle, 3).get(scale - 1));
      pictures.add(other);
    }
    List<List<AnswerScore>> scores =
        allScored(bundle, TO_THE_LAST, acceptance(afterScale, questions), pictures);
    for (int scale = 1; scale <= LEVEL; scale++) {
      assertThat(scores.get(scale).equals(scores.getFirst()))
          .as("without the codes of scale %d", scale)
          .isEqualTo(scale > afterScale);
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void aScoreDependsNeitherOnThePicturesBeforeNorOnTheOtherQuestions(Bundle bundle) {
    List<ExpectedAnswer> questions = questions(bundle);
    List<ScaleCodes> one = picture(bundle, 4);
    List<ScaleCodes> other = picture(bundle, 5);
    List<List<AnswerScore>> scores =
        allScored(bundle, SCHEDULE, acceptance(4, questions), List.of(one, other, one));
    assertThat(scores.get(2)).isEqualTo(scores.getFirst()).isNotEqualTo(scores.get(1));
    for (int i = 0; i < questions.size(); i++) {
      assertThat(scored(bundle, 4, questions.subList(i, i + 1), one))
          .containsExactly(scores.getFirst().get(i));
    }
  }

  /** Of trained weights, since an answer has to come to its end. */
  @Test
  void theAnswerThatIsWrittenIsTheLikeliestAndNoOther() {
    Bundle bundle = DemoBundle.bundle();
    List<ScaleCodes> picture = picture(bundle, 6);
    ExpectedAnswer asked = questions(bundle).getFirst();
    int[] written = written(bundle, asked, picture);
    int[] cut = Arrays.copyOf(written, written.length - 1);
    int[] changed = written.clone();
    changed[0] = changed[0] == 40 ? 41 : 40;
    List<AnswerScore> scores =
        scored(
            bundle,
            LEVEL - 1,
            Stream.of(written, cut, changed)
                .map(answer -> new ExpectedAnswer(asked.ids(), asked.boi(), answer))
                .toList(),
            picture);
    assertThat(scores.stream().map(AnswerScore::likeliest)).containsExactly(true, false, false);
    assertThat(scores.getFirst().logProbability())
        .isGreaterThan(scores.get(1).logProbability())
        .isGreaterThan(scores.get(2).logProbability());
  }

  @Test
  void aCancelledScoringStops() {
    Bundle bundle = TinyBundle.bundle();
    try (WritingEngine engine = WritingEngine.open(bundle, EngineOptions.cpu(1));
        AnswerScoring scoring = engine.scoring(SCHEDULE, acceptance(3, questions(bundle)))) {
      scoring.cancel();
      List<ScaleCodes> picture = picture(bundle, 7);
      assertThatExceptionOfType(EngineCancelled.class).isThrownBy(() -> scoring.score(picture));
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Bundle bundle = TinyBundle.bundle();
    int boi = bundle.specialTokens().boi();
    int eoi = bundle.specialTokens().eoi();
    int[] answer = {70};
    ExpectedAnswer good = new ExpectedAnswer(new int[] {1, boi, eoi, 2}, 1, answer);
    List<ScaleCodes> picture = picture(bundle, 8);
    refused("after the 5th at the latest", 6, good, picture);
    refused("no <boi> and <eoi>", 5, new ExpectedAnswer(good.ids(), 0, answer), picture);
    refused(
        "answer have no text id", 5, new ExpectedAnswer(good.ids(), 1, new int[] {999}), picture);
    refused("3 scales, not 4", 4, good, picture.subList(0, 3));
    refused("no code", 1, good, List.of(ScaleCodes.of(bundle.model().visualVocabSize())));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            scored(
                bundle,
                3,
                List.of(good, new ExpectedAnswer(new int[] {2, boi, eoi, 2}, 1, answer)),
                picture))
        .withMessageContaining("alike up to the picture");
  }

  private static void refused(
      String rule, int afterScale, ExpectedAnswer question, List<ScaleCodes> picture) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scored(TinyBundle.bundle(), afterScale, List.of(question), picture))
        .withMessageContaining(rule);
  }

  private static Acceptance acceptance(int afterScale, List<ExpectedAnswer> questions) {
    return new Acceptance(2, afterScale, questions);
  }

  private static List<AnswerScore> scored(
      Bundle bundle, int afterScale, List<ExpectedAnswer> questions, List<ScaleCodes> picture) {
    return allScored(bundle, SCHEDULE, acceptance(afterScale, questions), List.of(picture))
        .getFirst();
  }

  private static List<List<AnswerScore>> allScored(
      Bundle bundle,
      ScaleSchedule schedule,
      Acceptance acceptance,
      List<List<ScaleCodes>> pictures) {
    try (WritingEngine engine = WritingEngine.open(bundle, EngineOptions.cpu(1));
        AnswerScoring scoring = engine.scoring(schedule, acceptance)) {
      return pictures.stream().map(scoring::score).toList();
    }
  }

  /**
   * The same with nothing shared: the sequence is read anew before every token of the answer, with
   * the whole picture in it.
   */
  private static double plainly(
      Bundle bundle, ScaleSchedule schedule, ExpectedAnswer asked, List<ScaleCodes> picture) {
    int[] answer = Arrays.copyOf(asked.answer(), asked.answer().length + 1);
    answer[answer.length - 1] = bundle.specialTokens().imEnd();
    double sum = 0;
    for (int token = 0; token < answer.length; token++) {
      int[] ids =
          IntStream.concat(IntStream.of(asked.ids()), IntStream.of(answer).limit(token)).toArray();
      MixedSequence sequence =
          new MixedSequence(ids, List.of(new GivenPicture(asked.boi(), schedule, picture)));
      sum += plainly(bundle, sequence, answer[token]);
    }
    return sum;
  }

  private static double plainly(Bundle bundle, MixedSequence sequence, int next) {
    OpenGraphs graphs = OpenGraphs.open(bundle, EngineOptions.cpu(1), WritingEngine.GRAPHS);
    try (NativeScope scope = new NativeScope()) {
      RunControl control = new RunControl(scope);
      SequenceReader reader = new SequenceReader(scope, graphs, control, List.of(sequence));
      TransformerRows rows =
          new TransformerRows(
              scope, bundle, graphs, control, 1, sequence.tokens(), reader.longestBlock());
      TextHead head = new TextHead(scope, bundle, graphs, control, 1);
      head.run(rows, reader.read(rows, 0), reader.tail(0) - 1, 1);
      long[] ids = head.ids(0);
      float[] logits = head.logits(0);
      double all = IntStream.range(0, ids.length).mapToDouble(i -> Math.exp(logits[i])).sum();
      int place =
          IntStream.range(0, ids.length - 1)
              .filter(i -> ids[i] == next)
              .findFirst()
              .orElse(ids.length - 1);
      return Math.log(Math.exp(logits[place]) / all);
    } finally {
      graphs.close();
    }
  }

  /** What is said about a picture, up to the end of the message. */
  private static int[] written(Bundle bundle, ExpectedAnswer asked, List<ScaleCodes> picture) {
    MixedSequence sequence =
        new MixedSequence(asked.ids(), List.of(new GivenPicture(asked.boi(), SCHEDULE, picture)));
    TextRequest request = new TextRequest(sequence, new int[0], 64, 0, 1, 0);
    try (WritingEngine engine = WritingEngine.open(bundle, EngineOptions.cpu(1))) {
      List<Integer> ids = Texts.alone(engine, List.of(request)).getFirst();
      int end = ids.indexOf(bundle.specialTokens().imEnd());
      assertThat(end).as("the answer ends").isGreaterThan(1);
      return ids.subList(0, end).stream().mapToInt(id -> id).toArray();
    }
  }

  /** Three questions of unlike lengths, with answers of one token and of more. */
  private static List<ExpectedAnswer> questions(Bundle bundle) {
    SpecialTokens special = bundle.specialTokens();
    SplittableRandom random = new SplittableRandom(11);
    return IntStream.of(1, 3, 6)
        .mapToObj(length -> {
          IntStream.Builder ids = IntStream.builder();
          ids.add(special.imStart()).add(30).add(31).add(special.boi()).add(special.eoi());
          random.ints(2L * length, 0, 250).forEach(ids);
          ids.add(special.imEnd()).add(special.imStart()).add(32).add(33);
          int[] answer = random.ints(length, 0, 250).toArray();
          return new ExpectedAnswer(ids.build().toArray(), 3, answer);
        })
        .toList();
  }

  private static List<ScaleCodes> picture(Bundle bundle, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return SCHEDULE.grids().stream()
        .map(grid ->
            ScaleCodes.of(random.ints(grid.size(), 0, bundle.model().visualVocabSize()).toArray()))
        .toList();
  }
}
