package dev.nextflow.understanding;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.transformer.SessionPrefixes;
import dev.nextflow.engine.writing.TextRequest;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import dev.nextflow.text.TokenBytes;
import dev.nextflow.understanding.answering.Answer;
import dev.nextflow.understanding.answering.Ending;
import dev.nextflow.understanding.answering.TextStream;
import dev.nextflow.understanding.answering.TextWriter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a sequence of text and pictures with text. Its duties, in order:
 *
 * <ol>
 *   <li>Read the work, and refuse that of another bundle.
 *   <li>Take up the tokens that an earlier attempt has written; and what is kept of the job's
 *       session, whose next turn then finds what was read here.
 *   <li>Have it written, beside the texts of other jobs, until the end of the message, a text that
 *       the work names, or the limit.
 *   <li>Store the tokens as they come, and tell those who follow the job.
 *   <li>Stop within a token once the job is cancelled, lost or to be handed back.
 *   <li>End with all tokens and the reason of the end.
 * </ol>
 *
 * <p>The noise of a token depends on (seed, index) alone, so a job that is taken up by another
 * worker goes on as it began. Called by one thread per job.
 */
final class UnderstandingWorker implements JobHandler {

  /**
   * How long tokens are gathered for a report: short enough to read along, long enough that the
   * queue, which writes every report to disk, has few from each of many texts.
   */
  private static final Duration GATHER = Duration.ofMillis(80);

  private static final Logger LOG = LoggerFactory.getLogger(UnderstandingWorker.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Bundle bundle;
  private final TokenBytes tokens;
  private final TextWriter writer;
  private final KeptPrefixes kept;

  UnderstandingWorker(Bundle bundle, TokenBytes tokens, TextWriter writer, KeptPrefixes kept) {
    this.bundle = bundle;
    this.tokens = tokens;
    this.writer = writer;
    this.kept = kept;
  }

  @Override
  public Outcome run(Lease lease, Reporter reporter) throws InterruptedException {
    UnderstandingWork work = JSON.readValue(lease.work(), UnderstandingWork.class);
    if (!work.digest().equals(bundle.digest())) {
      LOG.error("Job {} wants another bundle: {}", lease.id(), work.digest());
      throw ProblemException.of(ProblemType.ANSWERING_FAILED);
    }
    Ending ending = Ending.of(work, bundle.specialTokens().imEnd(), tokens);
    Answer answer = Answer.of(lease.checkpoint(), ending);
    if (!answer.ended()) {
      write(work, kept.session(lease.tenant(), lease.affinity()), answer, reporter);
    }
    return new Outcome.Succeeded(JSON.writeValueAsString(answer.result(work)));
  }

  private void write(
      UnderstandingWork work, SessionPrefixes session, Answer answer, Reporter reporter)
      throws InterruptedException {
    reporter.phase("prefill");
    try {
      TextStream stream = writer.begin(request(work, answer), session.sequence(), answer.last());
      try {
        reporter.onCancel(stream::cancel);
        follow(stream, answer, reporter);
      } finally {
        stream.cancel();
      }
    } catch (EngineException | IllegalArgumentException e) {
      LOG.error("The engine refuses a job: {}", e.getMessage());
      throw ProblemException.of(ProblemType.ANSWERING_FAILED);
    }
  }

  private static void follow(TextStream stream, Answer answer, Reporter reporter)
      throws InterruptedException {
    Duration gather = Duration.ZERO; // The first token is told at once.
    while (!answer.ended()) {
      stream.take(gather).forEach(answer::add);
      reporter.phase("write");
      reporter.report(answer.report());
      gather = GATHER;
    }
  }

  private static TextRequest request(UnderstandingWork work, Answer answer) {
    return new TextRequest(
        work.sequence(),
        answer.ids().stream().mapToInt(id -> id).toArray(),
        work.maxTokens(),
        work.temperature(),
        work.topP(),
        work.seed());
  }
}
