package dev.nextflow.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nextflow.gateway.Plan;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobState;
import dev.nextflow.sequences.problems.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A job as the API shows it. Every field always stands there, null where it has no value yet.
 *
 * @param kind {@code generation}, {@code understanding} or {@code composition}
 * @param expiresAt a job that has not ended by then expires
 * @param queuePosition jobs ahead; null unless it is queued
 * @param estimatedFinishAt null unless it is queued or runs, and until its queue has ended some
 * @param phase what its worker is at; null unless it runs
 * @param usage what it has cost so far
 * @param attempt how many workers have begun it
 * @param cancelRequested whether it was cancelled while it ran, and its worker has yet to stop
 * @param request what was asked, with every default and the seed filled in
 * @param images where the pictures are; empty unless it succeeded or rests with drafts
 * @param answer the text; null unless it succeeded and its kind is understanding
 * @param result text and pictures in order; null unless it succeeded, if in part, and its kind is
 *     composition
 * @param thinking what was thought before the pictures; null unless this was asked for, and before
 *     the job has ended or rests
 * @param acceptance how the picture was chosen among candidates; null unless this was asked for,
 *     and before the job has ended or rests
 * @param replay what came of drawing once more; null unless this was asked for and it succeeded
 * @param problem why it failed or expired
 */
@JsonNaming(SnakeCaseStrategy.class)
record JobView(
    String id,
    String object,
    String kind,
    String model,
    String state,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    Instant expiresAt,
    @Nullable Long queuePosition,
    @Nullable Instant estimatedFinishAt,
    @Nullable Phase phase,
    ProgressView progress,
    UsageView usage,
    int attempt,
    boolean cancelRequested,
    JsonNode request,
    List<ImageView> images,
    @Nullable String answer,
    @Nullable ResultView result,
    @Nullable Plan thinking,
    @Nullable AcceptanceView acceptance,
    @Nullable JsonNode replay,
    @Nullable Problem problem,
    Links links) {

  /**
   * How far it is.
   *
   * @param tokensTotal most tokens that it can take as it was asked: its price. An answer may end
   *     before
   * @param percent of the whole pictures, though it was asked for a draft, or of the longest
   *     answer; 0..100, rounded down; 100 exactly when it succeeded, if in part
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record ProgressView(long tokensDone, long tokensTotal, int percent) {

    /** Of a job whose pictures or answer have so many tokens once they are whole. */
    static ProgressView of(Job job, long tokensOfAll) {
      long percent = 100 * job.tokensDone() / Math.max(1, tokensOfAll);
      return new ProgressView(
          job.tokensDone(),
          job.tokensTotal(),
          succeeded(job.state()) ? 100 : (int) Math.min(99, percent));
    }

    private static boolean succeeded(JobState state) {
      return state == JobState.SUCCEEDED || state == JobState.PARTIALLY_SUCCEEDED;
    }
  }

  /**
   * What it has cost.
   *
   * @param tokens that were drawn or written, each once
   */
  record UsageView(long tokens) {}

  /**
   * One picture of the job.
   *
   * @param scale how many scales of it are drawn; of a draft fewer than it could have
   */
  record ImageView(int index, int scale, String url) {}

  /**
   * Where to go from here.
   *
   * @param goOn draws on; null unless the job rests with drafts
   * @param approve takes the plan; null unless the job rests with one
   */
  record Links(
      String self,
      String events,
      String cancel,
      String transcript,
      @JsonProperty("continue") @Nullable String goOn,
      @Nullable String approve) {

    static Links of(String self, JobState state) {
      return new Links(
          self,
          self + "/events",
          self + "/cancel",
          self + "/transcript",
          state == JobState.DRAFT_READY ? self + "/continue" : null,
          state == JobState.AWAITING_APPROVAL ? self + "/approve" : null);
    }
  }
}
