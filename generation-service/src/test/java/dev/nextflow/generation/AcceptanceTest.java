package dev.nextflow.generation;

import static dev.nextflow.generation.GenerationWorkerTest.lease;
import static dev.nextflow.generation.GenerationWorkerTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.writing.AnswerScore;
import dev.nextflow.engine.writing.AnswerScoring;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.generation.choosing.Chooser;
import dev.nextflow.generation.drawing.DrawingMeters;
import dev.nextflow.generation.thinking.Thinker;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.WorkStopped;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.Thinking;
import dev.nextflow.sequences.Thought;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Five candidates, drawn to the third of six scales, four and one: 14 codes each, 91 the whole. */
class AcceptanceTest {

  private static final int CANDIDATES = 5;
  private static final int AFTER = 3;

  private static Bundle bundle;
  private static DrawingEngine engine;
  private static WritingEngine writing;
  private static GenerationWorker worker;
  private static GenerationWork work;

  @BeforeAll
  static void open() {
    bundle = Bundle.load(TinyWork.BUNDLE);
    engine = DrawingEngine.open(bundle, EngineOptions.cpu(1));
    writing = engine.writing();
    Thinker thinker = new Thinker(bundle.specialTokens(), writing);
    Chooser chooser = new Chooser(engine, writing);
    DrawingMeters meters = new DrawingMeters(new SimpleMeterRegistry());
    worker = new GenerationWorker(bundle, engine, thinker, chooser, new KeptPrefixes(0), meters);
    work = TinyWork.choosing(bundle, CANDIDATES, AFTER);
  }

  @AfterAll
  static void close() {
    writing.close();
    engine.close();
  }

  @Test
  void theBestCandidateGoesOnInTheCodesOfItsSeedAlone() {
    Notebook notebook = new Notebook(0);
    JsonNode acceptance = result(worker.run(lease(work, Map.of()), notebook)).get("acceptance");
    int best = best();
    assertThat(best).as("a choice that is none would not be seen").isPositive();
    assertThat(acceptance.get("chosen").intValue()).isEqualTo(best);
    assertThat(acceptance.get("after_scale").intValue()).isEqualTo(AFTER);
    assertThat(codes(notebook)).isEqualTo(alone(best));
    assertThat(acceptance.get("candidates").valueStream().map(c -> c.get("seed").longValue()))
        .containsExactly(42L, 43L, 44L, 45L, 46L);
  }

  @Test
  void everyCandidateIsScoredAsItIsByItself() {
    JsonNode acceptance =
        result(worker.run(lease(work, Map.of()), new Notebook(0))).get("acceptance");
    for (int candidate = 0; candidate < CANDIDATES; candidate++) {
      List<AnswerScore> expected = scores(candidate);
      JsonNode told = acceptance.get("candidates").get(candidate);
      for (int i = 0; i < expected.size(); i++) {
        JsonNode answer = told.get("answers").get(i);
        assertThat(answer.get("log_probability").doubleValue())
            .isEqualTo(expected.get(i).logProbability());
        assertThat(answer.get("likeliest").booleanValue()).isEqualTo(expected.get(i).likeliest());
      }
      assertThat(told.get("score").doubleValue()).isEqualTo(mean(expected));
    }
  }

  @Test
  void candidatesAreToldAsTheyComeAndTheChosenOneAsAnyPicture() {
    Notebook notebook = new Notebook(0);
    worker.run(lease(work, Map.of()), notebook);
    String four = "candidates {\"candidates\":[0,1,2,3],";
    String last = "candidates {\"candidates\":[4],";
    assertThat(notebook.events)
        .containsExactly(
            four + "\"scale\":1,\"scales\":3,\"tokens_done\":4,\"tokens_total\":147}",
            four + "\"scale\":2,\"scales\":3,\"tokens_done\":20,\"tokens_total\":147}",
            four + "\"scale\":3,\"scales\":3,\"tokens_done\":56,\"tokens_total\":147}",
            last + "\"scale\":1,\"scales\":3,\"tokens_done\":57,\"tokens_total\":147}",
            last + "\"scale\":2,\"scales\":3,\"tokens_done\":61,\"tokens_total\":147}",
            last + "\"scale\":3,\"scales\":3,\"tokens_done\":70,\"tokens_total\":147}",
            "scale {\"scale\":3,\"scales\":6,\"tokens_done\":70,\"tokens_total\":147}",
            "scale {\"scale\":4,\"scales\":6,\"tokens_done\":86,\"tokens_total\":147}",
            "scale {\"scale\":5,\"scales\":6,\"tokens_done\":111,\"tokens_total\":147}",
            "scale {\"scale\":6,\"scales\":6,\"tokens_done\":147,\"tokens_total\":147}");
    assertThat(notebook.tokensDone).isEqualTo(work.imageTokens());
    assertThat(notebook.checkpoint)
        .as("what was not chosen takes no room")
        .allSatisfy((field, value) -> {
          if (field.startsWith("candidate:")) {
            assertThat(value).isEmpty();
          }
        });
  }

  /** In the first four, at their end, in the fifth, before the choice, behind it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6, 7, 8, 10})
  void whatOneWorkerBeganAnotherEndsWithTheSameChoiceAndCodes(int interruptedAfter) {
    Notebook whole = new Notebook(0);
    JsonNode expected = result(worker.run(lease(work, Map.of()), whole));
    Notebook first = new Notebook(interruptedAfter);
    assertThatExceptionOfType(WorkStopped.class)
        .isThrownBy(() -> worker.run(lease(work, Map.of()), first));

    Notebook second = new Notebook(0);
    JsonNode result = result(worker.run(lease(work, first.checkpoint), second));
    Map<String, String> both = new HashMap<>(first.checkpoint);
    both.putAll(second.checkpoint);
    assertThat(both).isEqualTo(whole.checkpoint);
    assertThat(second.events)
        .as("nothing is drawn twice")
        .isEqualTo(whole.events.subList(interruptedAfter, whole.events.size()));
    assertThat(result.get("acceptance")).isEqualTo(expected.get("acceptance"));
    assertThat(result.get("usage")).isEqualTo(expected.get("usage"));
  }

  @Test
  void allCandidatesAndWhatIsReadOfThemAreCounted() {
    JsonNode usage = result(worker.run(lease(work, Map.of()), new Notebook(0))).get("usage");
    assertThat(usage.get("image_tokens").intValue()).isEqualTo(5 * 14 + 91 - 14);
    // Up to the picture 2, of it all codes but one of four scales, then two questions and answers.
    assertThat(usage.get("prompt_tokens").intValue()).isEqualTo(5 + 5 * (2 + 29 + 6 + 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aChosenDraftThatIsContinuedEndsInTheCodesOfTheWholePicture(int stopAfter) {
    Notebook draft = new Notebook(0);
    Outcome rest = worker.run(lease(work.limitedTo(stopAfter, null), Map.of()), draft);
    assertThat(rest.state()).isEqualTo(JobState.DRAFT_READY);
    assertThat(codes(draft)).hasSize(stopAfter);

    Notebook more = new Notebook(0);
    Outcome end = worker.run(lease(work, draft.checkpoint), more);
    assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(result(end).get("acceptance")).isEqualTo(result(rest).get("acceptance"));
    Map<String, String> whole = codes(draft);
    whole.putAll(codes(more));
    assertThat(whole).isEqualTo(alone(best()));
    assertThat(more.events).hasSize(6 - stopAfter);
  }

  @ParameterizedTest
  @CsvSource({"147, 6", "146, 5", "86, 4", "70, 3", "69, 0"})
  void aBudgetCountsTheCandidatesAndIsNotSpentOnHalfAChoice(long budget, int scales) {
    Notebook notebook = new Notebook(0);
    JsonNode result = result(worker.run(lease(work.limitedTo(null, budget), Map.of()), notebook));
    assertThat(codes(notebook)).hasSize(scales);
    assertThat(result.at("/usage/image_tokens").longValue()).isLessThanOrEqualTo(budget);
    assertThat(result.has("acceptance")).isEqualTo(scales > 0);
  }

  @Test
  void aReplayOfTheChosenPictureByItselfIsIdentical() {
    Notebook notebook = new Notebook(0);
    worker.run(lease(work, Map.of()), notebook);
    GenerationWork alone = work.alone(best());
    GenerationWork replay = alone.expecting(DrawnScales.of(work, notebook.checkpoint));
    JsonNode result = result(worker.run(lease(replay, Map.of()), new Notebook(0)));
    assertThat(result.at("/replay/identical").booleanValue()).isTrue();
  }

  @Test
  void candidatesFollowGivenPictures() {
    GenerationWork edit = TinyWork.oneEdit(bundle).choosing(work.acceptance());
    Notebook notebook = new Notebook(0);
    JsonNode result = result(worker.run(lease(edit, Map.of()), notebook));
    int chosen = result.at("/acceptance/chosen").intValue();
    assertThat(codes(notebook)).isEqualTo(TinyWork.expectedCheckpoint(engine, edit.alone(chosen)));
  }

  @Test
  void candidatesFollowTheThoughtOfTheJob() {
    GenerationWork plain = work.choosing(null);
    int[] ids = IntStream.of(plain.conditionalIds()).limit(4).toArray();
    Thinking thinking = new Thinking(12, 0, 1, 0, false, new int[] {73, 74});
    GenerationWork thoughtful =
        new GenerationWork(
                plain.digest(),
                ids,
                plain.unconditionalIds(),
                plain.schedule(),
                1,
                42,
                plain.sampling())
            .thinking(thinking)
            .choosing(work.acceptance());
    Notebook notebook = new Notebook(0);
    JsonNode result = result(worker.run(lease(thoughtful, Map.of()), notebook));
    int chosen = result.at("/acceptance/chosen").intValue();
    GenerationWork settled = thoughtful.settled(new Thought(List.of())).alone(chosen);
    assertThat(settled.conditionalIds()).hasSize(4 + 2 + 1);
    assertThat(codes(notebook)).isEqualTo(TinyWork.expectedCheckpoint(engine, settled));
  }

  @Test
  void aStopReachesTheCandidatesWithinAScale() {
    Notebook stopsAtOnce =
        new Notebook(0) {
          @Override
          public void onCancel(Runnable stop) {
            stop.run();
          }
        };
    assertThatExceptionOfType(EngineCancelled.class)
        .isThrownBy(() -> worker.run(lease(work, Map.of()), stopsAtOnce));
    assertThat(stopsAtOnce.events).isEmpty();
  }

  @Test
  void aStopReachesTheScoringToo() {
    Notebook drawn = new Notebook(6);
    assertThatExceptionOfType(WorkStopped.class)
        .isThrownBy(() -> worker.run(lease(work, Map.of()), drawn));
    Notebook stopsAtOnce =
        new Notebook(0) {
          @Override
          public void onCancel(Runnable stop) {
            stop.run();
          }
        };
    assertThatExceptionOfType(EngineCancelled.class)
        .isThrownBy(() -> worker.run(lease(work, drawn.checkpoint), stopsAtOnce));
    assertThat(stopsAtOnce.events).isEmpty();
  }

  private static int best() {
    List<Double> scores =
        IntStream.range(0, CANDIDATES).mapToObj(candidate -> mean(scores(candidate))).toList();
    return scores.indexOf(scores.stream().max(Double::compare).orElseThrow());
  }

  private static double mean(List<AnswerScore> scores) {
    return scores.stream().mapToDouble(AnswerScore::logProbability).average().orElseThrow();
  }

  /** Of what the candidate's seed draws alone. */
  private static List<AnswerScore> scores(int candidate) {
    List<ScaleCodes> codes = DrawnScales.of(work, alone(candidate)).ofImage(0).subList(0, AFTER);
    try (AnswerScoring scoring =
        writing.scoring(work.schedule(), Objects.requireNonNull(work.acceptance()))) {
      return scoring.score(codes);
    }
  }

  private static Map<String, String> alone(int candidate) {
    return TinyWork.expectedCheckpoint(engine, work.alone(candidate));
  }

  private static Map<String, String> codes(Notebook notebook) {
    Map<String, String> codes = new HashMap<>(notebook.checkpoint);
    codes.keySet().removeIf(field -> !field.startsWith("codes:"));
    return codes;
  }
}
