package dev.nextflow.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.composing.ComposingEngine;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.generation.drawing.DrawingMeters;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.jobs.WorkStopped;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The worker by itself, with a notebook in place of the queue. */
class CompositionWorkerTest {

  static Bundle bundle;
  static TinyComposition reference;
  static ComposingEngine engine;
  static KeptPrefixes kept;
  static CompositionWorker worker;

  @BeforeAll
  static void open() {
    bundle = Bundle.load(TinyWork.BUNDLE);
    reference = new TinyComposition(bundle);
    engine = ComposingEngine.open(bundle, EngineOptions.cpu(1));
    kept = new KeptPrefixes(1 << 24);
    worker =
        new CompositionWorker(bundle, engine, kept, new DrawingMeters(new SimpleMeterRegistry()));
  }

  @AfterAll
  static void close() {
    kept.close();
    engine.close();
  }

  @Test
  void theAnswerIsThatOfTheReference() {
    Notebook notebook = new Notebook(0);
    JsonNode result = succeeded(worker.run(lease(reference.work(), Map.of()), notebook));
    assertThat(notebook.checkpoint).isEqualTo(reference.checkpoint());
    List<Integer> ids = reference.ids();
    int second = reference.placeOf(1);
    assertThat(result.get("parts").toString())
        .isEqualTo(
            "[{\"type\":\"text\",\"ids\":%s},{\"type\":\"image\",\"index\":0},"
                    .formatted(json(ids.subList(0, reference.placeOf(0))))
                + "{\"type\":\"text\",\"ids\":%s},{\"type\":\"image\",\"index\":1},"
                    .formatted(json(ids.subList(reference.placeOf(0) + 1, second)))
                + "{\"type\":\"text\",\"ids\":%s}]"
                    .formatted(json(ids.subList(second + 1, ids.size()))));
    assertThat(result.get("ids").toString())
        .as("as a later turn reads it")
        .isEqualTo(json(withEoi(ids)));
    assertThat(result.get("finish_reason").stringValue()).isEqualTo("length");
    assertThat(result.get("usage").toString())
        .isEqualTo("{\"prompt_tokens\":14,\"text_tokens\":24,\"image_tokens\":60}");
  }

  /** Asked again in the same session, nothing but the last token of what was asked is read. */
  @Test
  void whatIsKeptOfASessionChangesNothing() {
    CompositionWork work = reference.work();
    Notebook first = new Notebook(0);
    Notebook second = new Notebook(0);
    worker.run(turn(work), first);
    long spared = kept.tokensSpared();
    worker.run(turn(work), second);
    assertThat(kept.tokensSpared() - spared).isGreaterThanOrEqualTo(work.sequence().tokens() - 1);
    assertThat(first.checkpoint).isEqualTo(reference.checkpoint());
    assertThat(second.checkpoint).isEqualTo(reference.checkpoint());
  }

  private static Lease turn(CompositionWork work) {
    JobId id = JobId.random("com-tiny-0");
    String json = TinyWork.JSON.writeValueAsString(work);
    return new Lease(id, TinyWork.TENANT, 1, 1, json, "session-1", Map.of(), 0);
  }

  @Test
  void textIsToldBeforeThePictureAndEachPictureScaleByScale() {
    Notebook notebook = new Notebook(0);
    worker.run(lease(reference.work(), Map.of()), notebook);
    assertThat(notebook.types())
        .containsExactly(
            "text", "scale", "scale", "scale", "scale", // four tokens and <boi>
            "text", "scale", "scale", "scale", "scale", "text", "text");
    assertThat(notebook.events.get(0))
        .isEqualTo(
            "text {\"ids\":%s,\"tokens_done\":5}".formatted(json(reference.ids().subList(0, 4))));
    assertThat(notebook.events.get(1))
        .isEqualTo(
            "scale {\"image\":0,\"scale\":1,\"scales\":4,\"tokens_done\":6,\"tokens_total\":84}");
    assertThat(notebook.events.get(9))
        .isEqualTo(
            "scale {\"image\":1,\"scale\":4,\"scales\":4,\"tokens_done\":72,\"tokens_total\":84}");
  }

  /** Each report is the last that anybody hears of the first worker. */
  @Test
  void whatOneWorkerBeganAnotherEndsInTheSameTokens() {
    for (int reports = 1; reports <= 12; reports++) {
      Notebook first = new Notebook(reports);
      Lease lease = lease(reference.work(), Map.of());
      assertThatExceptionOfType(WorkStopped.class).isThrownBy(() -> worker.run(lease, first));
      Notebook second = new Notebook(0);
      worker.run(lease(reference.work(), first.checkpoint), second);
      Map<String, String> whole = new HashMap<>(first.checkpoint);
      whole.putAll(second.checkpoint);
      assertThat(whole).as("after %d reports", reports).isEqualTo(reference.checkpoint());
    }
  }

  @Test
  void aPictureThatTheBudgetHasNoRoomForIsNotBegunAndTheRestIsDelivered() {
    // All that stands before the second picture, its <boi>, and all of its codes but one.
    CompositionWork work = reference.budget(reference.placeOf(1) + 1 + 30 + 29);
    Notebook notebook = new Notebook(0);
    JsonNode result = partial(worker.run(lease(work, Map.of()), notebook));
    assertThat(types(result)).containsExactly("text", "image", "text");
    assertThat(result.get("finish_reason").stringValue()).isEqualTo("budget");
    assertThat(result.get("ids").toString())
        .as("without what opens a picture that is not there")
        .isEqualTo(json(withEoi(reference.ids().subList(0, reference.placeOf(1)))));
    assertThat(notebook.checkpoint).doesNotContainKey("codes:1:1");
    assertThat(partial(worker.run(lease(work, notebook.checkpoint), new Notebook(0))))
        .as("whoever takes it up again comes to the same end")
        .isEqualTo(result);
  }

  @Test
  void aPictureThatJustFitsTheBudgetIsDrawn() {
    CompositionWork work = reference.budget(reference.placeOf(1) + 1 + 30 + 30);
    JsonNode result = partial(worker.run(lease(work, Map.of()), new Notebook(0)));
    assertThat(types(result)).containsExactly("text", "image", "text", "image");
    assertThat(result.get("finish_reason").stringValue()).isEqualTo("budget");
  }

  @Test
  void aBudgetThatEndsInATextDeliversWhatIsWritten() {
    Notebook notebook = new Notebook(0);
    JsonNode result = partial(worker.run(lease(reference.budget(3), Map.of()), notebook));
    assertThat(types(result)).containsExactly("text");
    assertThat(result.get("usage").get("text_tokens").intValue()).isEqualTo(3);
    assertThat(notebook.checkpoint.get("text:ids")).isEqualTo(json(reference.ids().subList(0, 3)));
  }

  @Test
  void whatTheEngineRefusesInTheMiddleEndsWithThePartsThatAreThere() {
    Map<String, String> begun = Map.of("text:ids", json(reference.ids().subList(0, 4)));
    JsonNode result = partial(worker.run(lease(refused(), begun), new Notebook(0)));
    assertThat(types(result)).containsExactly("text");
    assertThat(result.get("finish_reason").stringValue()).isEqualTo("failed");
  }

  @Test
  void whatTheEngineRefusesBeforeAnyPartIsThereFails() {
    assertFails("answering-failed", refused(), Map.of());
    assertFails("drawing-failed", refused(), Map.of("text:ids", "[" + reference.boi() + "]"));
  }

  @Test
  void workForAnotherBundleIsRefused() {
    assertFails(
        "answering-failed",
        reference.work("sha256:" + "0".repeat(64), reference.schedule(), null),
        Map.of());
  }

  @Test
  void aStopReachesTheEngineWithinAStep() {
    Reporter stopsAtOnce =
        new Notebook(0) {
          @Override
          public void onCancel(Runnable stop) {
            stop.run();
          }
        };
    for (Map<String, String> begun :
        List.of(
            Map.<String, String>of(),
            Map.of("text:ids", json(reference.ids().subList(0, reference.placeOf(0) + 1))))) {
      Lease lease = lease(reference.work(), begun);
      assertThatExceptionOfType(EngineCancelled.class)
          .isThrownBy(() -> worker.run(lease, stopsAtOnce));
    }
  }

  @Test
  void theWorkIsReadAsItWasWritten() {
    String json = json(reference.budget(30));
    assertThat(json).doesNotContain("pictures\":[").doesNotContain("unguidedPlaces");
    assertThat(json(TinyWork.JSON.readValue(json, CompositionWork.class))).isEqualTo(json);
  }

  private static List<Integer> withEoi(List<Integer> written) {
    List<Integer> read = new ArrayList<>();
    for (int id : written) {
      read.add(id);
      if (id == reference.boi()) {
        read.add(bundle.specialTokens().eoi());
      }
    }
    return read;
  }

  /** A level that the bundle does not offer: the engine refuses it. */
  private static CompositionWork refused() {
    return reference.work(bundle.digest(), new ScaleSchedule(new Grid(64, 64), 5), null);
  }

  private static void assertFails(
      String code, CompositionWork work, Map<String, String> checkpoint) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> worker.run(lease(work, checkpoint), new Notebook(0)))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  private static Lease lease(CompositionWork work, Map<String, String> checkpoint) {
    JobId id = JobId.random("com-tiny-0");
    return new Lease(id, TinyWork.TENANT, 1, 1, json(work), null, checkpoint, 0);
  }

  private static JsonNode succeeded(Outcome outcome) {
    return TinyWork.JSON.readTree(((Outcome.Succeeded) outcome).resultJson());
  }

  private static JsonNode partial(Outcome outcome) {
    return TinyWork.JSON.readTree(((Outcome.PartiallySucceeded) outcome).resultJson());
  }

  private static List<String> types(JsonNode result) {
    return result.get("parts").valueStream().map(part -> part.get("type").stringValue()).toList();
  }

  private static String json(Object value) {
    return TinyWork.JSON.writeValueAsString(value);
  }

  /** Keeps what is reported, and has the work stopped after so many reports; 0: never. */
  private static class Notebook implements Reporter {

    final Map<String, String> checkpoint = new HashMap<>();
    final List<String> events = new ArrayList<>();
    private final int stopAfter;

    Notebook(int stopAfter) {
      this.stopAfter = stopAfter;
    }

    List<String> types() {
      return events.stream().map(event -> event.substring(0, event.indexOf(' '))).toList();
    }

    @Override
    public void report(Progress progress) {
      checkpoint.putAll(progress.checkpoint());
      events.add(progress.event() + " " + progress.eventData());
      if (events.size() == stopAfter) {
        throw new WorkStopped.WorkerStopping();
      }
    }

    @Override
    public void onCancel(Runnable stop) {}
  }
}
