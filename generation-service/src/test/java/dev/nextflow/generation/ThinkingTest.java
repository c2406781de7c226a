package dev.nextflow.generation;

import static dev.nextflow.generation.GenerationWorkerTest.lease;
import static dev.nextflow.generation.GenerationWorkerTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.writing.Writing;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.generation.choosing.Chooser;
import dev.nextflow.generation.drawing.DrawingMeters;
import dev.nextflow.generation.thinking.Thinker;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.WorkStopped;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Noise;
import dev.nextflow.sequences.Thinking;
import dev.nextflow.sequences.Thought;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Thoughts before pictures, written by the tiny model: it knows no words, but tokens will do. */
class ThinkingTest {

  private static final int INSTRUCTION_IDS = 2;
  private static final int MOST = 48;

  /** Flat enough that a model that was never trained opens a picture now and then. */
  private static final Thinking FLAT = new Thinking(MOST, 10, 1, INSTRUCTION_IDS, false, null);

  /** The likeliest token of this model is none that ends anything. */
  private static final Thinking GREEDY = new Thinking(12, 0, 1, INSTRUCTION_IDS, false, null);

  private static Bundle bundle;
  private static DrawingEngine engine;
  private static WritingEngine writing;
  private static GenerationWorker worker;
  private static int boi;
  private static GenerationWork opening; // Its thought opens the picture.

  @BeforeAll
  static void open() {
    bundle = Bundle.load(TinyWork.BUNDLE);
    engine = DrawingEngine.open(bundle, EngineOptions.cpu(1));
    writing = engine.writing();
    Thinker thinker = new Thinker(bundle.specialTokens(), writing);
    DrawingMeters meters = new DrawingMeters(new SimpleMeterRegistry());
    Chooser chooser = new Chooser(engine, writing);
    worker = new GenerationWorker(bundle, engine, thinker, chooser, new KeptPrefixes(0), meters);
    boi = bundle.specialTokens().boi();
    opening =
        LongStream.range(0, 200)
            .mapToObj(seed -> work(seed).thinking(FLAT))
            .filter(work -> alone(work).size() > 9 && alone(work).getLast() == boi)
            .findFirst()
            .orElseThrow();
  }

  @AfterAll
  static void close() {
    writing.close();
    engine.close();
  }

  @Test
  void theThoughtIsStoredAndToldAndThePicturesFollowIt() {
    Notebook notebook = new Notebook(0);
    Outcome end = worker.run(lease(opening, Map.of()), notebook);

    List<Integer> ids = alone(opening);
    assertThat(Thought.of(notebook.checkpoint).ids()).isEqualTo(ids);
    assertThat(codes(notebook.checkpoint))
        .isEqualTo(TinyWork.expectedCheckpoint(engine, following(ids.subList(0, ids.size() - 1))));
    assertThat(notebook.events.getFirst())
        .isEqualTo("text {\"ids\":%s,\"tokens_done\":8}".formatted(json(ids.subList(0, 8))));
    assertThat(notebook.events).filteredOn(event -> event.startsWith("scale")).hasSize(6);
    assertThat(notebook.tokensDone).isEqualTo(ids.size() + 2 * 91);
    JsonNode result = result(end);
    assertThat(result.at("/thinking/followed").booleanValue()).isTrue();
    assertThat(result.at("/thinking/ids").toString())
        .isEqualTo(json(ids.subList(0, ids.size() - 1)));
    assertThat(result.at("/usage/text_tokens").intValue()).isEqualTo(ids.size());
    assertThat(result.at("/usage/prompt_tokens").intValue()).isEqualTo(6);
  }

  /** In the middle of the thought, at its end, and in the middle of the pictures. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void whatOneWorkerBeganAnotherEndsInTheSameTokens(int interruptedAfter) {
    Notebook whole = new Notebook(0);
    worker.run(lease(opening, Map.of()), whole);
    Notebook first = new Notebook(interruptedAfter);
    assertThatExceptionOfType(WorkStopped.class)
        .isThrownBy(() -> worker.run(lease(opening, Map.of()), first));

    Notebook second = new Notebook(0);
    worker.run(lease(opening, first.checkpoint), second);

    Map<String, String> together = new HashMap<>(first.checkpoint);
    together.putAll(second.checkpoint);
    assertThat(together).isEqualTo(whole.checkpoint);
    assertThat(first.events.size() + second.events.size()).isEqualTo(whole.events.size());
  }

  @Test
  void aThoughtWithoutAnEndIsLeftOutWithWhatAskedForIt() {
    GenerationWork work = work(42).thinking(GREEDY);
    Notebook notebook = new Notebook(0);
    JsonNode result = result(worker.run(lease(work, Map.of()), notebook));

    assertThat(Thought.of(notebook.checkpoint).size()).isEqualTo(12);
    assertThat(codes(notebook.checkpoint))
        .isEqualTo(TinyWork.expectedCheckpoint(engine, plain(42)));
    assertThat(result.at("/thinking/followed").booleanValue()).isFalse();
    assertThat(result.at("/thinking/ids")).hasSize(12);
  }

  @Test
  void aPlanRestsUntilItIsTakenAsItIs() {
    Thinking gated = new Thinking(MOST, 10, 1, INSTRUCTION_IDS, true, null);
    GenerationWork work = opening.thinking(gated);
    Notebook plan = new Notebook(0);
    Outcome rest = worker.run(lease(work, Map.of()), plan);
    assertThat(rest.state()).isEqualTo(JobState.AWAITING_APPROVAL);
    assertThat(codes(plan.checkpoint)).isEmpty();
    assertThat(result(rest).at("/thinking/followed").booleanValue()).isTrue();
    assertThat(result(rest).at("/usage/image_tokens").intValue()).isZero();

    Notebook drawn = new Notebook(0);
    Outcome end = worker.run(lease(work.thinking(gated.taken(null)), plan.checkpoint), drawn);
    assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
    Notebook whole = new Notebook(0);
    worker.run(lease(opening, Map.of()), whole);
    assertThat(codes(drawn.checkpoint)).isEqualTo(codes(whole.checkpoint));
    assertThat(drawn.events).as("nothing is thought twice").hasSize(6);
  }

  @Test
  void aPlanThatWasEditedIsWhatThePicturesFollow() {
    GenerationWork work = opening.thinking(FLAT.taken(new int[] {70, 71, 72}));
    Notebook notebook = new Notebook(0);
    Map<String, String> before = new Thought(alone(opening)).field();
    JsonNode result = result(worker.run(lease(work, before), notebook));
    assertThat(codes(notebook.checkpoint))
        .isEqualTo(TinyWork.expectedCheckpoint(engine, following(List.of(70, 71, 72))));
    assertThat(result.at("/thinking/ids").toString()).isEqualTo("[70,71,72]");
    assertThat(result.at("/usage/text_tokens").intValue()).isEqualTo(alone(opening).size());
  }

  @Test
  void aReplayOfWhatFollowedAThoughtIsIdentical() {
    Notebook notebook = new Notebook(0);
    worker.run(lease(opening, Map.of()), notebook);
    GenerationWork settled = opening.settled(Thought.of(notebook.checkpoint));
    assertThat(settled.thinking()).isNull();
    GenerationWork replay = settled.expecting(DrawnScales.of(settled, notebook.checkpoint));
    JsonNode result = result(worker.run(lease(replay, Map.of()), new Notebook(0)));
    assertThat(result.at("/replay/identical").booleanValue()).isTrue();
  }

  @Test
  void workWithAThoughtIsReadAsItWasWritten() {
    GenerationWork read =
        TinyWork.JSON.readValue(
            TinyWork.JSON.writeValueAsString(opening.thinking(FLAT.taken(new int[] {7}))),
            GenerationWork.class);
    assertThat(read.thinking().approved()).containsExactly(7);
    assertThat(read.thinking().maxTokens()).isEqualTo(MOST);
    assertThat(read.mostTokens()).isEqualTo(2 * 91 + MOST);
  }

  /** What asks for a thought, then what is asked for; the opened answer has no picture yet. */
  private static GenerationWork work(long seed) {
    GenerationWork plain = TinyWork.twoPictures(bundle);
    int start = bundle.specialTokens().imStart();
    return new GenerationWork(
        plain.digest(),
        new int[] {start, 65, start, 70, 71, 72},
        plain.unconditionalIds(),
        plain.schedule(),
        2,
        seed,
        plain.sampling());
  }

  private static GenerationWork plain(long seed) {
    GenerationWork work = work(seed);
    return new GenerationWork(
        work.digest(),
        new int[] {bundle.specialTokens().imStart(), 70, 71, 72, boi},
        work.unconditionalIds(),
        work.schedule(),
        2,
        seed,
        work.sampling());
  }

  /** A prompt that says all of it from the first. */
  private static GenerationWork following(List<Integer> thought) {
    GenerationWork work = work(opening.seed());
    List<Integer> ids = new ArrayList<>();
    for (int id : work.conditionalIds()) {
      ids.add(id);
    }
    ids.addAll(thought);
    ids.add(boi);
    return new GenerationWork(
        work.digest(),
        ids.stream().mapToInt(id -> id).toArray(),
        work.unconditionalIds(),
        work.schedule(),
        2,
        work.seed(),
        work.sampling());
  }

  /** The thought as the engine alone writes it, with noise that is none of a picture's. */
  private static List<Integer> alone(GenerationWork work) {
    Thinking thinking = work.thinking();
    float[] noise = Noise.uniforms(work.seed(), 0, 0, thinking.maxTokens());
    List<Integer> ids = new ArrayList<>();
    try (Writing written = writing.begin(work.conditionalIds(), thinking.maxTokens())) {
      while (ids.size() < thinking.maxTokens() && (ids.isEmpty() || !ends(ids.getLast()))) {
        ids.add(written.next(thinking.temperature(), thinking.topP(), noise[ids.size()]));
      }
    }
    return ids;
  }

  private static boolean ends(int id) {
    return id == boi || id == bundle.specialTokens().imEnd();
  }

  private static Map<String, String> codes(Map<String, String> checkpoint) {
    Map<String, String> codes = new HashMap<>(checkpoint);
    codes.keySet().removeIf(field -> !field.startsWith("codes:"));
    return codes;
  }

  private static String json(List<Integer> ids) {
    return ids.toString().replace(" ", "");
  }
}
