package dev.nextflow.generation;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.generation.checkpoints.DrawnScales;
import dev.nextflow.generation.drawing.GenerationResult;
import dev.nextflow.generation.drawing.Requests;
import dev.nextflow.generation.drawing.ScaleEvent;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
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
 *   <li>Take up the scales that an earlier attempt has drawn.
 *   <li>Draw the scales that are left, coarse to fine, all pictures of the job in lockstep.
 *   <li>After each scale, store its codes and tell those who follow the job. The stored codes are
 *       the progress, the draft that can be shown, what a next attempt goes on from, and in the end
 *       the picture.
 *   <li>Stop within a scale once the job is cancelled, lost or to be handed back.
 *   <li>End with what it took.
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
    DrawnScales drawn = DrawnScales.of(lease.checkpoint(), work.images(), work.schedule());
    List<Double> secondsPerScale = new ArrayList<>();
    if (drawn.count() < work.schedule().level()) {
      draw(work, drawn, reporter, secondsPerScale);
    }
    GenerationResult result = GenerationResult.of(work, drawn.count(), secondsPerScale);
    return new Outcome.Succeeded(JSON.writeValueAsString(result));
  }

  private void draw(
      GenerationWork work, DrawnScales drawn, Reporter reporter, List<Double> secondsPerScale) {
    long startNanos = System.nanoTime();
    try (Drawing drawing = engine.begin(Requests.of(work, drawn))) {
      reporter.onCancel(drawing::cancel);
      while (!drawing.done()) {
        List<ScaleCodes> codesOfEachImage = drawing.next();
        reporter.report(progress(work, drawing.scalesDrawn(), codesOfEachImage));
        long nowNanos = System.nanoTime();
        secondsPerScale.add((nowNanos - startNanos) / 1e9);
        startNanos = nowNanos;
      }
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
