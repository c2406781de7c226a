package dev.nextflow.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.writing.BatchSize;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.jobs.WorkStopped;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.text.TokenBytes;
import dev.nextflow.understanding.answering.TextWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The worker by itself, with a notebook in place of the queue. */
class UnderstandingWorkerTest {

  static final JsonMapper JSON = JsonMapper.builder().build();

  static Bundle bundle;
  static TokenBytes tokens;
  static WritingEngine engine;
  static TextWriter writer;
  static KeptPrefixes kept;
  static UnderstandingWorker worker;

  @BeforeAll
  static void open() throws IOException {
    bundle = Bundle.load(Path.of(System.getProperty("nextflow.bundles"), "tiny"));
    tokens = TokenBytes.load(bundle.file("tokenizer.json"));
    engine = WritingEngine.open(bundle, EngineOptions.cpu(1));
    writer = new TextWriter(engine.batch(new BatchSize(4, 64, 0, 8)), _ -> {});
    kept = new KeptPrefixes(1 << 24);
    worker = new UnderstandingWorker(bundle, tokens, writer, kept);
  }

  @AfterAll
  static void close() {
    writer.close();
    kept.close();
    engine.close();
  }

  @Test
  void whatOneWorkerBeganAnotherEndsInTheSameTokens() throws Exception {
    JsonNode whole = result(worker.run(lease(sampled(), Map.of()), new Notebook(0)));
    assertThat(whole.get("ids").size()).as("long enough to interrupt").isGreaterThan(16);

    Notebook first = new Notebook(1);
    assertThatExceptionOfType(WorkStopped.class)
        .isThrownBy(() -> worker.run(lease(sampled(), Map.of()), first));
    assertThat(JSON.readTree(first.checkpoint.get("text:ids"))).isNotEmpty();
    JsonNode resumed = result(worker.run(lease(sampled(), first.checkpoint), new Notebook(0)));
    assertThat(resumed).isEqualTo(whole);
  }

  @Test
  void aTextGoesOnFromAnyOfItsTokens() throws Exception {
    JsonNode whole = result(worker.run(lease(sampled(), Map.of()), new Notebook(0)));
    List<JsonNode> ids = whole.get("ids").valueStream().toList();
    for (int written = 1; written < ids.size(); written++) {
      String checkpoint = JSON.writeValueAsString(ids.subList(0, written));
      Lease lease = lease(sampled(), Map.of("text:ids", checkpoint));
      assertThat(result(worker.run(lease, new Notebook(0)))).isEqualTo(whole);
    }
  }

  @Test
  void jobsBesideEachOtherSayWhatTheySayAlone() throws Exception {
    List<UnderstandingWork> works =
        IntStream.range(0, 12)
            .mapToObj(i ->
                new UnderstandingWork(
                    bundle.digest(), new int[] {70 + i, 71}, 20 + i, i % 3 * 0.6, 0.9, i))
            .toList();
    List<JsonNode> alone = new ArrayList<>();
    for (UnderstandingWork work : works) {
      alone.add(result(worker.run(lease(work, Map.of()), new Notebook(0))));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(works.size())) {
      List<Future<Outcome>> outcomes =
          threads.invokeAll(
              works.stream()
                  .<Callable<Outcome>>map(
                      work -> () -> worker.run(lease(work, Map.of()), new Notebook(0)))
                  .toList());
      for (int i = 0; i < works.size(); i++) {
        assertThat(result(outcomes.get(i).get())).isEqualTo(alone.get(i));
      }
    }
  }

  /** One slot: were it not emptied, the second job would wait for ever. */
  @Test
  void aTextThatIsStoppedLeavesItsSlot() throws Exception {
    try (TextWriter narrow = new TextWriter(engine.batch(new BatchSize(1, 1024, 0, 8)), _ -> {})) {
      UnderstandingWorker single = new UnderstandingWorker(bundle, tokens, narrow, kept);
      UnderstandingWork endless =
          new UnderstandingWork(bundle.digest(), new int[] {70, 71, 72}, 1024, 1, 0.9, 11);
      assertThatExceptionOfType(WorkStopped.class)
          .isThrownBy(() -> single.run(lease(endless, Map.of()), new Notebook(1)));
      single.run(lease(sampled(), Map.of()), new Notebook(0));
    }
  }

  @Test
  void aWriterThatClosesLeavesNobodyWaiting() {
    TextWriter closed = new TextWriter(engine.batch(new BatchSize(1, 64, 0, 8)), _ -> {});
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() ->
            new UnderstandingWorker(bundle, tokens, closed, kept)
                .run(lease(sampled(), Map.of()), new Notebook(0)));
  }

  /** A crash between the last report and the end of the job. */
  @Test
  void anAnswerThatIsAllThereIsNotWrittenAgain() throws Exception {
    Notebook first = new Notebook(0);
    Outcome whole = worker.run(lease(sampled(), Map.of()), first);
    Notebook second = new Notebook(0);
    assertThat(worker.run(lease(sampled(), first.checkpoint), second)).isEqualTo(whole);
    assertThat(second.checkpoint).isEmpty();
  }

  @Test
  void aStopReachesTheEngineWithinAToken() throws Exception {
    Reporter stopsAtOnce =
        new Notebook(0) {
          @Override
          public void onCancel(Runnable stop) {
            stop.run();
          }
        };
    UnderstandingWork work = sampled();
    // Long, as some tokens may be written before the stop is heard.
    UnderstandingWork longest =
        new UnderstandingWork(
            work.digest(), work.ids(), UnderstandingWork.MAX_TOKENS, 0, 1, work.seed());
    try (TextWriter roomy =
        new TextWriter(
            engine.batch(new BatchSize(1, UnderstandingWork.MAX_TOKENS, 0, 8)), _ -> {})) {
      UnderstandingWorker patient = new UnderstandingWorker(bundle, tokens, roomy, kept);
      // Whatever is slow the first time must not give the text the time to end by itself.
      patient.run(lease(work, Map.of()), new Notebook(0));

      assertThatExceptionOfType(EngineCancelled.class)
          .isThrownBy(() -> patient.run(lease(longest, Map.of()), stopsAtOnce));
    }
  }

  /** The second question by the worker that read the first one, and by one that did not. */
  @Test
  void aSessionsNextTurnHasTheSameAnswerFromWhatIsKeptAsFromItsTokens() throws Exception {
    UnderstandingWork first = asked(IntStream.range(60, 80).toArray());
    UnderstandingWork next = asked(IntStream.range(60, 110).toArray());
    worker.run(turn(first, "session-1"), new Notebook(0));
    long spared = kept.tokensSpared();

    JsonNode continued = result(worker.run(turn(next, "session-1"), new Notebook(0)));
    assertThat(kept.tokensSpared() - spared).isEqualTo(20);
    JsonNode rebuilt = result(worker.run(turn(next, "session-2"), new Notebook(0)));
    assertThat(kept.tokensSpared() - spared).isEqualTo(20);

    assertThat(continued).isEqualTo(rebuilt);
  }

  private static UnderstandingWork asked(int[] ids) {
    return new UnderstandingWork(bundle.digest(), ids, 12, 1, 0.9, 11);
  }

  private static Lease turn(UnderstandingWork work, String session) {
    String json = JSON.writeValueAsString(work);
    JobId id = JobId.random("und-tiny-0");
    return new Lease(id, "local", 1, 1, json, session, Map.of(), 0);
  }

  /** Wherever the stop stands in the text, and from whichever token a next attempt goes on. */
  @Test
  void aTextEndsBeforeItsStopAndIsToldUpToThere() throws Exception {
    int[] whole = ids(worker.run(lease(sampled(), Map.of()), new Notebook(0)));
    int tried = 0;
    for (int from = 1; from < whole.length - 2; from++) {
      String stop = text(Arrays.copyOfRange(whole, from, from + 2));
      if (stop.isEmpty() || stop.chars().anyMatch(c -> c > 127)) {
        continue;
      }
      tried++;
      UnderstandingWork work = stopping(stop);
      Notebook notebook = new Notebook(0);
      JsonNode result = result(worker.run(lease(work, Map.of()), notebook));

      int[] left = result.get("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
      int cut = text(whole).indexOf(stop);
      assertThat(text(left)).isEqualTo(text(whole).substring(0, cut));
      assertThat(result.get("finish_reason").stringValue()).isEqualTo("stop");
      int used = result.get("usage").get("text_tokens").intValue();
      assertThat(text(Arrays.copyOf(whole, used))).contains(stop);
      assertThat(text(Arrays.copyOf(whole, used - 1))).doesNotContain(stop);
      assertThat(notebook.told).isEqualTo(result.get("ids").valueStream().toList());
      for (int written = 1; written < used; written++) {
        String checkpoint = JSON.writeValueAsString(Arrays.copyOf(whole, written));
        Lease lease = lease(work, Map.of("text:ids", checkpoint));
        assertThat(result(worker.run(lease, new Notebook(0)))).isEqualTo(result);
      }
    }
    assertThat(tried).isGreaterThan(3);
  }

  private static UnderstandingWork stopping(String stop) {
    UnderstandingWork work = sampled();
    return new UnderstandingWork(
        work.digest(),
        work.ids(),
        work.maxTokens(),
        work.temperature(),
        work.topP(),
        work.seed(),
        List.of(),
        List.of("never said", stop));
  }

  private static int[] ids(Outcome outcome) {
    return result(outcome).get("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
  }

  /** One character for each byte, so that bytes that are no text can be told apart. */
  private static String text(int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    IntStream.of(ids).forEach(id -> bytes.writeBytes(tokens.of(id)));
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** What was submitted before there were pictures. */
  @Test
  void workOfTextAloneReadsAndIsWrittenAsEver() {
    String written =
        """
        {"digest":"%s","ids":[70,71,72],"maxTokens":40,"temperature":1.0,"topP":0.9,"seed":11}\
        """
            .formatted(bundle.digest());
    UnderstandingWork work = JSON.readValue(written, UnderstandingWork.class);
    assertThat(JSON.writeValueAsString(work)).isEqualTo(written);
    assertThat(work.sequence().tokens()).isEqualTo(3);
  }

  @Test
  void workThatTheEngineRefusesFailsAsAnAnswer() {
    UnderstandingWork foreign =
        new UnderstandingWork(bundle.digest(), new int[] {Integer.MAX_VALUE}, 4, 0, 1, 0);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> worker.run(lease(foreign, Map.of()), new Notebook(0)))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("answering-failed"));
  }

  private static UnderstandingWork sampled() {
    return new UnderstandingWork(bundle.digest(), new int[] {70, 71, 72}, 40, 1, 0.9, 11);
  }

  private static Lease lease(UnderstandingWork work, Map<String, String> checkpoint) {
    String json = JSON.writeValueAsString(work);
    return new Lease(JobId.random("und-tiny-0"), "local", 1, 1, json, null, checkpoint, 0);
  }

  private static JsonNode result(Outcome outcome) {
    return JSON.readTree(((Outcome.Succeeded) outcome).resultJson());
  }

  /** Keeps what is reported, and has the work stopped after so many reports; 0: never. */
  private static class Notebook implements Reporter {

    final Map<String, String> checkpoint = new HashMap<>();
    final List<JsonNode> told = new ArrayList<>();
    private final int stopAfter;
    private int reports;

    Notebook(int stopAfter) {
      this.stopAfter = stopAfter;
    }

    @Override
    public void report(Progress progress) {
      checkpoint.putAll(progress.checkpoint());
      told.addAll(JSON.readTree(progress.eventData()).get("ids").valueStream().toList());
      if (++reports == stopAfter) {
        throw new WorkStopped.WorkerStopping();
      }
    }

    @Override
    public void onCancel(Runnable stop) {}
  }
}
