package dev.nextflow.generation;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.composing.ComposedStep;
import dev.nextflow.engine.composing.Composing;
import dev.nextflow.engine.composing.ComposingEngine;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.transformer.SessionPrefixes;
import dev.nextflow.generation.composing.Answer;
import dev.nextflow.generation.composing.FinishReason;
import dev.nextflow.generation.composing.Requests;
import dev.nextflow.generation.composing.Tokens;
import dev.nextflow.generation.drawing.DrawingMeters;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with text and pictures in order. Its duties, in order:
 *
 * <ol>
 *   <li>Read the work, and refuse that of another bundle.
 *   <li>Take up the tokens and the scales that an earlier attempt has made; and what is kept of the
 *       job's session, whose next turn then finds what was read here.
 *   <li>Have the answer go on, token by token and within a picture scale by scale, until the
 *       message ends or a limit comes. A picture that the budget has no room for is not begun.
 *   <li>Store tokens as they come and each scale at once, and tell those who follow the job; text
 *       before a picture is told before the picture.
 *   <li>Stop within a token or a scale once the job is cancelled, lost or to be handed back.
 *   <li>End with the parts that there are, in their order; in part only, where the budget or the
 *       engine has cut the answer short.
 * </ol>
 *
 * <p>The noise of a token depends on (seed, index) alone and that of a code on (seed, picture,
 * scale, position), so a job that is taken up by another worker goes on as it began.
 */
final class CompositionWorker implements JobHandler {

  private static final Logger LOG = LoggerFactory.getLogger(CompositionWorker.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Bundle bundle;
  private final ComposingEngine engine;
  private final KeptPrefixes kept;
  private final DrawingMeters meters;

  CompositionWorker(
      Bundle bundle, ComposingEngine engine, KeptPrefixes kept, DrawingMeters meters) {
    this.bundle = bundle;
    this.engine = engine;
    this.kept = kept;
    this.meters = meters;
  }

  @Override
  public Outcome run(Lease lease, Reporter reporter) {
    CompositionWork work = JSON.readValue(lease.work(), CompositionWork.class);
    if (!work.digest().equals(bundle.digest())) {
      LOG.error("Job {} wants another bundle: {}", lease.id(), work.digest());
      throw ProblemException.of(ProblemType.ANSWERING_FAILED);
    }
    Answer answer = Answer.of(work, Tokens.of(bundle), lease.checkpoint());
    Optional<FinishReason> end = answer.end();
    FinishReason reason = end.isPresent() ? end.get() : compose(lease, work, answer, reporter);
    String result = JSON.writeValueAsString(answer.result(reason));
    return reason.isPartial()
        ? new Outcome.PartiallySucceeded(result)
        : new Outcome.Succeeded(result);
  }

  private FinishReason compose(
      Lease lease, CompositionWork work, Answer answer, Reporter reporter) {
    reporter.phase("prefill");
    SessionPrefixes session = kept.session(lease.tenant(), lease.affinity());
    try (Composing composing = engine.begin(Requests.of(work, answer.soFar()), session)) {
      reporter.onCancel(composing::cancel);
      while (answer.end().isEmpty()) {
        long startNanos = System.nanoTime();
        ComposedStep step = composing.next();
        reporter.phase(step instanceof ComposedStep.Scale ? "draw" : "write");
        answer.add(step).ifPresent(reporter::report);
        if (step instanceof ComposedStep.Scale(int _, int scale, ScaleCodes _)) {
          meters.drawn(work.schedule(), scale, 1, Duration.ofNanos(System.nanoTime() - startNanos));
        }
      }
      return answer.end().get();
    } catch (EngineException | IllegalArgumentException e) {
      LOG.error("The engine refuses a job: {}", e.getMessage());
      return failed(answer, reporter);
    }
  }

  /** Parts that are there stay there; without any the job has failed. */
  private static FinishReason failed(Answer answer, Reporter reporter) {
    if (!answer.hasParts()) {
      throw ProblemException.of(
          answer.isInPicture() ? ProblemType.DRAWING_FAILED : ProblemType.ANSWERING_FAILED);
    }
    answer.report().ifPresent(reporter::report);
    return FinishReason.FAILED;
  }
}
