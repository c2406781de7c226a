package dev.nextflow.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.jobs.WorkStopped;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.sequences.problems.ProblemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The worker by itself, with a notebook in place of the queue. */
class UnderstandingWorkerTest {

  static final JsonMapper JSON = JsonMapper.builder().build();

  static Bundle bundle;
  static WritingEngine engine;
  static UnderstandingWorker worker;

  @BeforeAll
  static void open() {
    bundle = Bundle.load(Path.of(System.getProperty("nextflow.bundles"), "tiny"));
    engine = WritingEngine.open(bundle, EngineOptions.cpu(1));
    worker = new UnderstandingWorker(bundle, engine);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void whatOneWorkerBeganAnotherEndsInTheSameTokens() {
    JsonNode whole = result(worker.run(lease(sampled(), Map.of()), new Notebook(0)));
    assertThat(whole.get("ids").size()).as("long enough to interrupt").isGreaterThan(16);

    Notebook first = new Notebook(1);
    assertThatExceptionOfType(WorkStopped.class)
        .isThrownBy(() -> worker.run(lease(sampled(), Map.of()), first));
    assertThat(JSON.readTree(first.checkpoint.get("text:ids"))).hasSize(8);
    JsonNode resumed = result(worker.run(lease(sampled(), first.checkpoint), new Notebook(0)));
    assertThat(resumed).isEqualTo(whole);
  }

  /** A crash between the last report and the end of the job. */
  @Test
  void anAnswerThatIsAllThereIsNotWrittenAgain() {
    Notebook first = new Notebook(0);
    Outcome whole = worker.run(lease(sampled(), Map.of()), first);
    Notebook second = new Notebook(0);
    assertThat(worker.run(lease(sampled(), first.checkpoint), second)).isEqualTo(whole);
    assertThat(second.checkpoint).isEmpty();
  }

  @Test
  void aStopReachesTheEngineWithinAToken() {
    Reporter stopsAtOnce =
        new Notebook(0) {
          @Override
          public void onCancel(Runnable stop) {
            stop.run();
          }
        };
    assertThatExceptionOfType(EngineCancelled.class)
        .isThrownBy(() -> worker.run(lease(sampled(), Map.of()), stopsAtOnce));
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
    return new Lease(JobId.random("und-tiny-0"), "local", 1, 1, json, checkpoint, 0);
  }

  private static JsonNode result(Outcome outcome) {
    return JSON.readTree(((Outcome.Succeeded) outcome).resultJson());
  }

  /** Keeps what is reported, and has the work stopped after so many reports; 0: never. */
  private static class Notebook implements Reporter {

    final Map<String, String> checkpoint = new HashMap<>();
    private final int stopAfter;
    private int reports;

    Notebook(int stopAfter) {
      this.stopAfter = stopAfter;
    }

    @Override
    public void report(Progress progress) {
      checkpoint.putAll(progress.checkpoint());
      if (++reports == stopAfter) {
        throw new WorkStopped.WorkerStopping();
      }
    }

    @Override
    public void onCancel(Runnable stop) {}
  }
}
