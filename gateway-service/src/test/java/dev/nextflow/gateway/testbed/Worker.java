package dev.nextflow.gateway.testbed;

import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.sequences.ComposedAnswer;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A worker that does with a job what a test says. It knows only the queue. Blocking. */
public final class Worker {

  private final JobQueue queue;
  private final Lease lease;

  private Worker(JobQueue queue, Lease lease) {
    this.queue = queue;
    this.lease = lease;
  }

  /** Takes the next job of the queue that this job is in. */
  public static Worker takes(JobQueue queue, String jobId) {
    String name = JobId.parse(jobId).orElseThrow().queue();
    return new Worker(queue, queue.reserve(name, "test").blockOptional().orElseThrow());
  }

  /** Waits for a job in a queue and takes it. */
  public static Worker takesNext(JobQueue queue, String queueName) {
    return new Worker(
        queue,
        Eventually.get(
            "a job in " + queueName,
            Duration.ofSeconds(60),
            () -> queue.reserve(queueName, "test").blockOptional()));
  }

  public Lease lease() {
    return lease;
  }

  public GenerationWork work() {
    return JsonMapper.shared().readValue(lease.work(), GenerationWork.class);
  }

  /** The codes that {@link #draws} makes up for a scale. */
  public static ScaleCodes codes(int image, int scale, int size) {
    int[] codes = new int[size];
    for (int i = 0; i < size; i++) {
      codes[i] = (1000 * image + 100 * scale + i) % ScaleCodes.MAX_CODES;
    }
    return ScaleCodes.of(codes);
  }

  /** Reports the scales up to this one, as far as they are not reported yet. */
  public Worker draws(int firstScale, int lastScale) {
    return drawsAfter(0, firstScale, lastScale);
  }

  /** Reports this scale of all candidates; only the event, since nobody looks at their codes. */
  public Worker begins(int scale) {
    GenerationWork work = work();
    long done = work.tokensThrough(scale);
    String data =
        "{\"candidates\":[0,1],\"scale\":%d,\"scales\":%d,\"tokens_done\":%d,\"tokens_total\":%d}"
            .formatted(scale, scale, done, work.imageTokens());
    queue.report(lease, new Progress(Map.of(), "candidates", data, done)).block();
    return this;
  }

  /** The same behind a thought, whose tokens count, too. */
  public Worker drawsAfter(int thoughtTokens, int firstScale, int lastScale) {
    GenerationWork work = work();
    int scales = work.schedule().level();
    for (int scale = firstScale; scale <= lastScale; scale++) {
      Map<String, String> checkpoint = new HashMap<>();
      for (int image = 0; image < work.images(); image++) {
        ScaleCodes codes = codes(image, scale, work.schedule().grid(scale).size());
        checkpoint.put("codes:" + image + ":" + scale, codes.toBase64());
      }
      long done = work.tokensThrough(scale);
      String data =
          "{\"scale\":%d,\"scales\":%d,\"tokens_done\":%d,\"tokens_total\":%d}"
              .formatted(scale, scales, done, work.imageTokens());
      queue.report(lease, new Progress(checkpoint, "scale", data, thoughtTokens + done)).block();
    }
    return this;
  }

  /** Draws all that is asked for, and succeeds. */
  public void drawsAll() {
    draws(1, work().schedule().level()).ends(new Outcome.Succeeded("{}"));
  }

  /** Draws up to where it is to stop, and rests. */
  public void drawsDraft(int firstScale) {
    draws(firstScale, work().lastScale()).ends(new Outcome.Rested(JobState.DRAFT_READY, "{}"));
  }

  /** Reports these ids of an answer, after so many that were reported before. */
  public Worker writes(int before, int... ids) {
    String list = Arrays.toString(ids).replace(" ", "");
    int done = before + ids.length;
    String data = "{\"ids\":%s,\"tokens_done\":%d}".formatted(list, done);
    queue.report(lease, new Progress(Map.of("text:ids", list), "text", data, done)).block();
    return this;
  }

  /** Reports these ids of a thought, all at once. */
  public Worker thinks(int... ids) {
    String list = Arrays.toString(ids).replace(" ", "");
    String data = "{\"ids\":%s,\"tokens_done\":%d}".formatted(list, ids.length);
    Map<String, String> checkpoint = Map.of("thought:ids", list);
    queue.report(lease, new Progress(checkpoint, "text", data, ids.length)).block();
    return this;
  }

  /** Reports the scales of one picture of an answer, in their order, and how many tokens in all. */
  public Worker drawsPicture(int image, ScaleSchedule schedule, long doneBefore) {
    long done = doneBefore;
    for (int scale = 1; scale <= schedule.level(); scale++) {
      ScaleCodes codes = codes(image, scale, schedule.grid(scale).size());
      done += codes.size();
      String data =
          "{\"image\":%d,\"scale\":%d,\"scales\":%d,\"tokens_done\":%d,\"tokens_total\":999}"
              .formatted(image, scale, schedule.level(), done);
      Map<String, String> field = ComposedAnswer.field(image, scale, codes);
      queue.report(lease, new Progress(field, "scale", data, done)).block();
    }
    return this;
  }

  /** Reports these new ids of an answer that has all of those by now. */
  public Worker writesOn(String all, String news, long done) {
    String data = "{\"ids\":%s,\"tokens_done\":%d}".formatted(news, done);
    queue.report(lease, new Progress(Map.of("text:ids", all), "text", data, done)).block();
    return this;
  }

  public void ends(Outcome outcome) {
    if (!Optional.of(true).equals(queue.finish(lease, outcome).blockOptional())) {
      throw new AssertionError("the lease was lost");
    }
  }
}
