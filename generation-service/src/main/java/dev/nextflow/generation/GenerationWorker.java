package dev.nextflow.generation;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.generation.drawing.GenerationResult;
import dev.nextflow.generation.drawing.Requests;
import dev.nextflow.generation.drawing.ScaleEvent;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Draws the pictures of one job. Its duties, in order:
 *
 * <ol>
 *   <li>Read the work, and refuse that of another bundle.
 *   <li>Take up the scales that were given, or that an earlier attempt has drawn.
 *   <li>Draw the scales that are left, coarse to fine, all pictures of the job in lockstep, up to
 *       the last that is wanted and that the budget has room for.
 *   <li>After each scale, store its codes and tell those who follow the job. The stored codes are
 *       the progress, the draft that can be shown, what a next attempt goes on from, and in the end
 *       the picture.
 *   <li>Stop within a scale once the job is cancelled, lost or to be handed back.
 *   <li>End with what it took; or rest, where the pictures are drafts.
 * </ol>
 *
 * <p>Noise depends on (seed, image, scale, position) alone, so a job that is taken up by another
 * worker ends in the same codes.
 */
final class GenerationWorker implements JobHandler {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationWorker.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Bundle bundle;
  private final DrawingEngine engine;

  GenerationWorker(Bundle bundle, DrawingEngine engine) {
    this.bundle = bundle;
    this.engine = engine;
  }

  @Override
  public Outcome run(Lease lease, Reporter reporter) {
    GenerationWork work = JSON.readValue(lease.work(), GenerationWork.class);
    if (!work.digest().equals(bundle.digest())) {
      LOG.error("Job {} wants another bundle: {}", lease.id(), work.digest());
      throw ProblemException.of(ProblemType.DRAWING_FAILED);
    }
    DrawnScales before = DrawnScales.of(work, lease.checkpoint());
    List<Double> secondsPerScale = new ArrayList<>();
    DrawnScales drawn =
        before.count() < work.lastScale() ? draw(work, before, reporter, secondsPerScale) : before;
    String result =
        JSON.writeValueAsString(GenerationResult.of(work, before.count(), secondsPerScale, drawn));
    // A replay of a draft is at its end: nobody goes on from it.
    boolean draft = drawn.count() < work.schedule().level() && work.expected() == null;
    return draft ? new Outcome.Rested(JobState.DRAFT_READY, result) : new Outcome.Succeeded(result);
  }

  /** Draws up to the last scale; returns all scales that there are then. */
  private DrawnScales draw(
      GenerationWork work, DrawnScales before, Reporter reporter, List<Double> secondsPerScale) {
    DrawnScales drawn = before;
    long startNanos = System.nanoTime();
    try (Drawing drawing = engine.begin(Requests.of(work, before))) {
      reporter.onCancel(drawing::cancel);
      while (drawn.count() < work.lastScale()) {
        List<ScaleCodes> codesOfEachImage = drawing.next();
        drawn = drawn.and(codesOfEachImage);
        reporter.report(progress(work, drawn.count(), codesOfEachImage));
        long nowNanos = System.nanoTime();
        secondsPerScale.add((nowNanos - startNanos) / 1e9);
        startNanos = nowNanos;
      }
      return drawn;
    } catch (EngineException | IllegalArgumentException e) {
      LOG.error("The engine refuses a job: {}", e.getMessage());
      throw ProblemException.of(ProblemType.DRAWING_FAILED);
    }
  }

  private static Progress progress(
      GenerationWork work, int scale, List<ScaleCodes> codesOfEachImage) {
    ScaleEvent event = ScaleEvent.of(work, scale);
    return new Progress(
        DrawnScales.fields(scale, codesOfEachImage),
        ScaleEvent.TYPE,
        JSON.writeValueAsString(event),
        event.tokensDone());
  }
}
