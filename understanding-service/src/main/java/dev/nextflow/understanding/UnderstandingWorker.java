package dev.nextflow.understanding;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.writing.Writing;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.sequences.Noise;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import dev.nextflow.understanding.answering.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a sequence of text and pictures with text. Its duties, in order:
 *
 * <ol>
 *   <li>Read the work, and refuse that of another bundle.
 *   <li>Take up the tokens that an earlier attempt has written.
 *   <li>Write token after token until the end of the message or the limit.
 *   <li>After every few tokens, store them and tell those who follow the job.
 *   <li>Stop within a token once the job is cancelled, lost or to be handed back.
 *   <li>End with all tokens and the reason of the end.
 * </ol>
 *
 * <p>The noise of a token depends on (seed, index) alone, so a job that is taken up by another
 * worker goes on as it began.
 */
final class UnderstandingWorker implements JobHandler {

  /** Often enough to read along, seldom enough that storing costs little beside a token. */
  private static final int TOKENS_PER_REPORT = 8;

  /** Text is noise of image 0 at scale 1; its positions are the indexes of the tokens. */
  private static final int TEXT_IMAGE = 0;

  private static final int TEXT_SCALE = 1;

  private static final Logger LOG = LoggerFactory.getLogger(UnderstandingWorker.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Bundle bundle;
  private final WritingEngine engine;

  UnderstandingWorker(Bundle bundle, WritingEngine engine) {
    this.bundle = bundle;
    this.engine = engine;
  }

  @Override
  public Outcome run(Lease lease, Reporter reporter) {
    UnderstandingWork work = JSON.readValue(lease.work(), UnderstandingWork.class);
    if (!work.digest().equals(bundle.digest())) {
      LOG.error("Job {} wants another bundle: {}", lease.id(), work.digest());
      throw ProblemException.of(ProblemType.ANSWERING_FAILED);
    }
    Answer answer = Answer.of(lease.checkpoint(), work.maxTokens(), bundle.specialTokens().imEnd());
    if (!answer.ended()) {
      write(work, answer, reporter);
    }
    return new Outcome.Succeeded(JSON.writeValueAsString(answer.result(work)));
  }

  private Writing begun(UnderstandingWork work, int[] written) {
    return engine.begin(work.sequence(), written, work.maxTokens() - written.length);
  }

  private void write(UnderstandingWork work, Answer answer, Reporter reporter) {
    float[] noise = Noise.uniforms(work.seed(), TEXT_IMAGE, TEXT_SCALE, work.maxTokens());
    int[] written = answer.ids().stream().mapToInt(id -> id).toArray();
    try (Writing writing = begun(work, written)) {
      reporter.onCancel(writing::cancel);
      while (!answer.ended()) {
        answer.add(writing.next(work.temperature(), work.topP(), noise[answer.size()]));
        if (answer.unreported() >= TOKENS_PER_REPORT) {
          reporter.report(answer.report());
        }
      }
      if (answer.unreported() > 0) {
        reporter.report(answer.report());
      }
    } catch (EngineException | IllegalArgumentException e) {
      LOG.error("The engine refuses a job: {}", e.getMessage());
      throw ProblemException.of(ProblemType.ANSWERING_FAILED);
    }
  }
}
