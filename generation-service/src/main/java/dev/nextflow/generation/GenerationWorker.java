package dev.nextflow.generation;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.transformer.SessionPrefixes;
import dev.nextflow.generation.choosing.Choice;
import dev.nextflow.generation.choosing.Chooser;
import dev.nextflow.generation.drawing.DrawingMeters;
import dev.nextflow.generation.drawing.GenerationResult;
import dev.nextflow.generation.drawing.Requests;
import dev.nextflow.generation.drawing.ScaleEvent;
import dev.nextflow.generation.thinking.Thinker;
import dev.nextflow.generation.thinking.ThoughtResult;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.Thinking;
import dev.nextflow.sequences.Thought;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Draws the pictures of one job. Its duties, in order:
 *
 * <ol>
 *   <li>Read the work, and refuse that of another bundle.
 *   <li>Where it is asked for, think first: write the thought that all pictures follow, or go on
 *       with the one that an earlier attempt has begun; then rest, where somebody has to take the
 *       plan.
 *   <li>Where the picture is to be chosen, draw every candidate in part and go on with the best; or
 *       with the choice that an earlier attempt has made.
 *   <li>Take up the scales that were given, or that an earlier attempt has drawn; and what is kept
 *       of the job's session, whose next turn then finds what was read and drawn here.
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
 * worker ends in the same codes. A thought is read into the drawing like a prompt, whether it was
 * just written or long ago.
 */
final class GenerationWorker implements JobHandler {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationWorker.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Bundle bundle;
  private final DrawingEngine engine;
  private final Thinker thinker;
  private final Chooser chooser;
  private final KeptPrefixes kept;
  private final DrawingMeters meters;

  GenerationWorker(
      Bundle bundle,
      DrawingEngine engine,
      Thinker thinker,
      Chooser chooser,
      KeptPrefixes kept,
      DrawingMeters meters) {
    this.bundle = bundle;
    this.engine = engine;
    this.thinker = thinker;
    this.chooser = chooser;
    this.kept = kept;
    this.meters = meters;
  }

  @Override
  public Outcome run(Lease lease, Reporter reporter) {
    GenerationWork work = JSON.readValue(lease.work(), GenerationWork.class);
    if (!work.digest().equals(bundle.digest())) {
      LOG.error("Job {} wants another bundle: {}", lease.id(), work.digest());
      throw ProblemException.of(ProblemType.DRAWING_FAILED);
    }
    Thought thought = think(work, Thought.of(lease.checkpoint()), reporter);
    DrawnScales earlier = DrawnScales.of(work, lease.checkpoint());
    if (work.thinking() != null && work.thinking().approval()) {
      GenerationResult plan = GenerationResult.of(work, earlier.count(), List.of(), earlier);
      return new Outcome.Rested(JobState.AWAITING_APPROVAL, json(work, thought, plan));
    }
    Choice choice = choose(work, thought, lease.checkpoint(), reporter);
    DrawnScales before = choice == null ? earlier : choice.begun();
    List<Double> secondsPerScale = new ArrayList<>();
    DrawnScales drawn =
        before.count() < work.lastScale()
            ? draw(lease, work, thought, choice, before, reporter, secondsPerScale)
            : before;
    GenerationResult took = GenerationResult.of(work, before.count(), secondsPerScale, drawn);
    String result = json(work, thought, choice == null ? took : took.choosing(choice.result()));
    // A replay of a draft is at its end: nobody goes on from it.
    boolean draft = drawn.count() < work.schedule().level() && work.expected() == null;
    return draft ? new Outcome.Rested(JobState.DRAFT_READY, result) : new Outcome.Succeeded(result);
  }

  /** The whole thought; what there is already where the work asks for none. */
  private Thought think(GenerationWork work, Thought begun, Reporter reporter) {
    Thinking thinking = work.thinking();
    if (thinking == null || thinking.approved() != null || thinker.ended(thinking, begun)) {
      return begun;
    }
    reporter.phase("think");
    try {
      return thinker.write(work, thinking, begun, reporter);
    } catch (EngineException | IllegalArgumentException e) {
      throw refused(e);
    }
  }

  /** Null where there is nothing to choose among, or no room for it. */
  private @Nullable Choice choose(
      GenerationWork work, Thought thought, Map<String, String> checkpoint, Reporter reporter) {
    Acceptance acceptance = work.acceptance();
    if (acceptance == null || work.lastScale() == 0) {
      return null;
    }
    reporter.phase("choose");
    try {
      return chooser.choose(work, acceptance, thought, checkpoint, reporter);
    } catch (EngineException | IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private String json(GenerationWork work, Thought thought, GenerationResult result) {
    Thinking thinking = work.thinking();
    return JSON.writeValueAsString(
        thinking == null
            ? result
            : result.after(
                ThoughtResult.of(thinking, thought, bundle.specialTokens().boi(), thinker.ends()),
                thought.size()));
  }

  /** Draws up to the last scale; returns all scales that there are then. */
  private DrawnScales draw(
      Lease lease,
      GenerationWork work,
      Thought thought,
      @Nullable Choice choice,
      DrawnScales before,
      Reporter reporter,
      List<Double> secondsPerScale) {
    DrawnScales drawn = before;
    long startNanos = System.nanoTime();
    GenerationWork one = choice == null ? work : work.alone(choice.result().chosen());
    reporter.phase("prefill");
    SessionPrefixes session = kept.session(lease.tenant(), lease.affinity());
    try (Drawing drawing = engine.begin(Requests.of(one, thought, before), session)) {
      reporter.onCancel(drawing::cancel);
      while (drawn.count() < work.lastScale()) {
        List<ScaleCodes> codesOfEachImage = drawing.next();
        drawn = drawn.and(codesOfEachImage);
        reporter.phase("draw");
        reporter.report(progress(work, thought.size(), drawn.count(), codesOfEachImage));
        long nowNanos = System.nanoTime();
        secondsPerScale.add((nowNanos - startNanos) / 1e9);
        meters.drawn(
            work.schedule(),
            drawn.count(),
            codesOfEachImage.size(),
            Duration.ofNanos(nowNanos - startNanos));
        startNanos = nowNanos;
      }
      return drawn;
    } catch (EngineException | IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private static ProblemException refused(RuntimeException reason) {
    LOG.error("The engine refuses a job: {}", reason.getMessage());
    return ProblemException.of(ProblemType.DRAWING_FAILED);
  }

  /**
   * @param thoughtTokens are of the job's tokens, too
   */
  private static Progress progress(
      GenerationWork work, int thoughtTokens, int scale, List<ScaleCodes> codesOfEachImage) {
    ScaleEvent event = ScaleEvent.of(work, scale);
    return new Progress(
        DrawnScales.fields(scale, codesOfEachImage),
        ScaleEvent.TYPE,
        JSON.writeValueAsString(event),
        thoughtTokens + event.tokensDone(),
        scale == work.lastScale());
  }
}
