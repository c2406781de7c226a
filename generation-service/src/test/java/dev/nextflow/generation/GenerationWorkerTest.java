package dev.nextflow.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.generation.choosing.Chooser;
import dev.nextflow.generation.drawing.DrawingMeters;
import dev.nextflow.generation.thinking.Thinker;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.jobs.WorkStopped;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.problems.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The worker by itself, with a notebook in place of the queue. */
class GenerationWorkerTest {

  static Bundle bundle;
  static DrawingEngine engine;
  static WritingEngine writing;
  static GenerationWorker worker;

  @BeforeAll
  static void open() {
    bundle = Bundle.load(TinyWork.BUNDLE);
    engine = DrawingEngine.open(bundle, EngineOptions.cpu(1));
    writing = engine.writing();
    worker = worker(bundle);
  }

  @AfterAll
  static void close() {
    writing.close();
    engine.close();
  }

  static GenerationWorker worker(Bundle bundle) {
    return worker(bundle, new KeptPrefixes(0));
  }

  private static GenerationWorker worker(Bundle bundle, KeptPrefixes kept) {
    Thinker thinker = new Thinker(bundle.specialTokens(), writing);
    DrawingMeters meters = new DrawingMeters(new SimpleMeterRegistry());
    return new GenerationWorker(
        bundle, engine, thinker, new Chooser(engine, writing), kept, meters);
  }

  @Test
  void everyScaleIsStoredAndToldOnce() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    Notebook notebook = new Notebook(0);
    worker.run(lease(work, Map.of()), notebook);
    assertThat(notebook.checkpoint).isEqualTo(TinyWork.expectedCheckpoint(engine, work));
    assertThat(notebook.events)
        .containsExactly(
            "scale {\"scale\":1,\"scales\":6,\"tokens_done\":2,\"tokens_total\":182}",
            "scale {\"scale\":2,\"scales\":6,\"tokens_done\":10,\"tokens_total\":182}",
            "scale {\"scale\":3,\"scales\":6,\"tokens_done\":28,\"tokens_total\":182}",
            "scale {\"scale\":4,\"scales\":6,\"tokens_done\":60,\"tokens_total\":182}",
            "scale {\"scale\":5,\"scales\":6,\"tokens_done\":110,\"tokens_total\":182}",
            "scale {\"scale\":6,\"scales\":6,\"tokens_done\":182,\"tokens_total\":182}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 6})
  void whatOneWorkerBeganAnotherEndsInTheSameCodes(int interruptedAfter) {
    GenerationWork work = TinyWork.twoPictures(bundle);
    Notebook first = new Notebook(interruptedAfter);
    assertThatExceptionOfType(WorkStopped.class)
        .isThrownBy(() -> worker.run(lease(work, Map.of()), first));
    assertThat(first.checkpoint).hasSize(2 * interruptedAfter);

    Notebook second = new Notebook(0);
    JsonNode result = result(worker.run(lease(work, first.checkpoint), second));
    Map<String, String> whole = new HashMap<>(first.checkpoint);
    whole.putAll(second.checkpoint);
    assertThat(whole).isEqualTo(TinyWork.expectedCheckpoint(engine, work));
    assertThat(second.events).hasSize(6 - interruptedAfter);
    assertThat(result.get("resumed_scales").intValue()).isEqualTo(interruptedAfter);
    assertThat(result.get("seconds_per_scale")).hasSize(6 - interruptedAfter);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anEditThatOneWorkerBeganAnotherEndsInTheSameCodes(int interruptedAfter) {
    GenerationWork work = TinyWork.twoEdits(bundle);
    Notebook first = new Notebook(interruptedAfter);
    assertThatExceptionOfType(WorkStopped.class)
        .isThrownBy(() -> worker.run(lease(work, Map.of()), first));

    Notebook second = new Notebook(0);
    JsonNode result = result(worker.run(lease(work, first.checkpoint), second));
    Map<String, String> whole = new HashMap<>(first.checkpoint);
    whole.putAll(second.checkpoint);
    assertThat(whole).isEqualTo(TinyWork.expectedCheckpoint(engine, work));
    assertThat(result.at("/usage/prompt_tokens").intValue()).isEqualTo(7 + 90 + 36);
  }

  @Test
  void aReplayOfAnEditIsIdentical() {
    GenerationWork work = TinyWork.twoEdits(bundle);
    Outcome end = replay(work, TinyWork.expectedCheckpoint(engine, work));
    assertThat(result(end).at("/replay/identical").booleanValue()).isTrue();
  }

  @Test
  void aGivenPictureThatHasNoPlaceFailsAsADrawing() {
    GenerationWork work = TinyWork.twoEdits(bundle);
    assertFails(work.after(work.pictures(), new int[0]));
  }

  @Test
  void theResultCountsWhatItTook() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    JsonNode result = result(worker.run(lease(work, Map.of()), new Notebook(0)));
    assertThat(result.get("usage").get("image_tokens").intValue()).isEqualTo(2 * 91);
    assertThat(result.get("usage").get("prompt_tokens").intValue()).isEqualTo(5);
    assertThat(result.get("seconds_per_scale")).hasSize(6).allMatch(s -> s.doubleValue() > 0);
  }

  @Test
  void aStopReachesTheEngineWithinAScale() {
    Reporter stopsAtOnce =
        new Notebook(0) {
          @Override
          public void onCancel(Runnable stop) {
            stop.run();
          }
        };
    Lease lease = lease(TinyWork.twoPictures(bundle), Map.of());
    assertThatExceptionOfType(EngineCancelled.class)
        .isThrownBy(() -> worker.run(lease, stopsAtOnce));
  }

  @Test
  void workForAnotherBundleIsRefused() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    GenerationWork foreign =
        new GenerationWork(
            "sha256:" + "0".repeat(64),
            work.conditionalIds(),
            work.unconditionalIds(),
            work.schedule(),
            1,
            1,
            work.sampling());
    assertFails(foreign);
  }

  @Test
  void workThatTheEngineRefusesFailsAsADrawing() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    assertFails(
        new GenerationWork(
            work.digest(),
            new int[] {1, 2, 3},
            work.unconditionalIds(),
            work.schedule(),
            1,
            1,
            new Sampling(0, 1, 1, 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void aDraftThatIsContinuedEndsInTheCodesOfTheWholePicture(int stopAfter) {
    GenerationWork work = TinyWork.twoPictures(bundle);
    Notebook draft = new Notebook(0);
    Outcome rest = worker.run(lease(work.limitedTo(stopAfter, null), Map.of()), draft);
    assertThat(rest.state()).isEqualTo(JobState.DRAFT_READY);
    assertThat(draft.checkpoint).hasSize(2 * stopAfter);

    Notebook more = new Notebook(0);
    Outcome end = worker.run(lease(work, draft.checkpoint), more);
    assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
    Map<String, String> whole = new HashMap<>(draft.checkpoint);
    whole.putAll(more.checkpoint);
    assertThat(whole).isEqualTo(TinyWork.expectedCheckpoint(engine, work));
    assertThat(more.checkpoint).as("nothing is drawn twice").hasSize(2 * (6 - stopAfter));
  }

  @Test
  void aDraftsProgressIsCountedToItsOwnEnd() {
    Notebook notebook = new Notebook(0);
    Outcome rest =
        worker.run(lease(TinyWork.twoPictures(bundle).limitedTo(2, null), Map.of()), notebook);
    assertThat(notebook.events)
        .containsExactly(
            "scale {\"scale\":1,\"scales\":6,\"tokens_done\":2,\"tokens_total\":10}",
            "scale {\"scale\":2,\"scales\":6,\"tokens_done\":10,\"tokens_total\":10}");
    assertThat(result(rest).get("usage").get("image_tokens").intValue()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"181, 5, 110", "110, 5, 110", "109, 4, 60", "2, 1, 2", "1, 0, 0"})
  void aJobRestsBeforeTheScaleThatItsBudgetHasNoRoomFor(long budget, int scales, int tokens) {
    Notebook notebook = new Notebook(0);
    Outcome rest =
        worker.run(lease(TinyWork.twoPictures(bundle).limitedTo(null, budget), Map.of()), notebook);
    assertThat(rest.state()).isEqualTo(JobState.DRAFT_READY);
    assertThat(notebook.events).hasSize(scales);
    assertThat(result(rest).get("usage").get("image_tokens").intValue()).isEqualTo(tokens);
  }

  @Test
  void aBudgetOfThePriceIsEnough() {
    Outcome end =
        worker.run(
            lease(TinyWork.twoPictures(bundle).limitedTo(null, 182L), Map.of()), new Notebook(0));
    assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void variantsKeepWhatIsGivenAndDrawTheRestWithTheirOwnNoise() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    List<ScaleCodes> first =
        DrawnScales.of(work, TinyWork.expectedCheckpoint(engine, work)).ofImage(0);
    Notebook sameSeed = new Notebook(0);
    GenerationWork variants = TinyWork.given(work, work.seed(), first.subList(0, 3));
    JsonNode result = result(worker.run(lease(variants, Map.of()), sameSeed));
    DrawnScales drawn = DrawnScales.of(variants, sameSeed.checkpoint);

    assertThat(drawn.ofImage(0)).as("the same seed and picture: the same").isEqualTo(first);
    assertThat(drawn.ofImage(1).subList(0, 3)).isEqualTo(first.subList(0, 3));
    assertThat(drawn.ofImage(1).subList(3, 6)).isNotEqualTo(first.subList(3, 6));
    assertThat(sameSeed.checkpoint).as("what was given is not stored again").hasSize(2 * 3);
    assertThat(result.get("usage").get("image_tokens").intValue()).isEqualTo(182 - 28);
  }

  @Test
  void aReplayOfWhatWasDrawnIsIdentical() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    Outcome end = replay(work, TinyWork.expectedCheckpoint(engine, work));
    assertThat(result(end).get("replay").toString()).isEqualTo("{\"identical\":true}");
  }

  @Test
  void aReplayNamesTheFirstTokenThatDiffers() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    Map<String, String> tampered = TinyWork.expectedCheckpoint(engine, work);
    int[] codes = ScaleCodes.parse(tampered.get("codes:1:4")).toArray();
    int got = codes[5];
    codes[5] = got == 0 ? 1 : got - 1;
    tampered.put("codes:1:4", ScaleCodes.of(codes).toBase64());

    assertThat(result(replay(work, tampered)).get("replay").toString())
        .isEqualTo(
            "{\"identical\":false,\"first_difference\":{\"image\":1,\"scale\":4,"
                + "\"position\":5,\"expected\":%d,\"got\":%d}}".formatted(codes[5], got));
  }

  @Test
  void aReplayOfADraftIsAtItsEndWithTheDraft() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    Map<String, String> draft = TinyWork.expectedCheckpoint(engine, work);
    draft.keySet().removeIf(field -> field.charAt(field.length() - 1) > '2');
    Outcome end = replay(work, draft);
    assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(result(end).get("replay").get("identical").booleanValue()).isTrue();
    assertThat(result(end).get("usage").get("image_tokens").intValue()).isEqualTo(10);
  }

  /** An edit of what the turn before has drawn, by the worker that drew it and by another. */
  @Test
  void aSessionsNextTurnDrawsTheSameFromWhatIsKeptAsFromItsTokens() {
    try (KeptPrefixes kept = new KeptPrefixes(1 << 24)) {
      GenerationWorker holder = worker(bundle, kept);
      GenerationWork first = TinyWork.pictures(TinyWork.twoEdits(bundle), 1);
      Notebook drawn = new Notebook(0);
      holder.run(turn(first), drawn);
      assertThat(kept.bytes()).isPositive();
      GenerationWork next =
          TinyWork.edit(bundle, first, DrawnScales.of(first, drawn.checkpoint).ofImage(0));
      Notebook continued = new Notebook(0);
      Notebook rebuilt = new Notebook(0);

      holder.run(turn(next), continued);
      worker.run(turn(next), rebuilt);

      assertThat(kept.hits()).isEqualTo(1);
      assertThat(kept.tokensSpared())
          .isEqualTo(first.conditional().tokens() + first.schedule().codes() - 1);
      assertThat(continued.checkpoint).isEqualTo(rebuilt.checkpoint);
    }
  }

  private static Lease turn(GenerationWork work) {
    String json = TinyWork.JSON.writeValueAsString(work);
    JobId id = JobId.random("gen-tiny-0");
    return new Lease(id, TinyWork.TENANT, 1, 1, json, "session-1", Map.of(), 0);
  }

  private static Outcome replay(GenerationWork work, Map<String, String> checkpoint) {
    GenerationWork replay = work.expecting(DrawnScales.of(work, checkpoint));
    return worker.run(lease(replay, Map.of()), new Notebook(0));
  }

  private static void assertFails(GenerationWork work) {
    Notebook notebook = new Notebook(0);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> worker.run(lease(work, Map.of()), notebook))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("drawing-failed"));
    assertThat(notebook.events).isEmpty();
  }

  static Lease lease(GenerationWork work, Map<String, String> checkpoint) {
    String json = TinyWork.JSON.writeValueAsString(work);
    return new Lease(JobId.random("gen-tiny-0"), TinyWork.TENANT, 1, 1, json, null, checkpoint, 0);
  }

  static JsonNode result(Outcome outcome) {
    return TinyWork.JSON.readTree(
        switch (outcome) {
          case Outcome.Succeeded(String json) -> json;
          case Outcome.Rested(JobState _, String json) -> json;
          default -> throw new AssertionError(outcome);
        });
  }
}
