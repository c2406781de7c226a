package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.access.OpenStreams;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.access.TenantSubmissions;
import dev.nextflow.gateway.access.TenantSubmissions.Submitted;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Jobs whose callers stay on the line. Duties:
 *
 * <ol>
 *   <li>submit the request as an ordinary job, and tell its id in a header at once;
 *   <li>follow the job to its end, but not longer than is allowed;
 *   <li>cancel a job that nobody will ask for again: its caller hung up, or had to be sent away,
 *       and had given the request no key to come back with.
 * </ol>
 */
@Component
class AwaitedJobs {

  /** Names the job, which can also be looked at, followed and cancelled through our own routes. */
  static final String JOB_HEADER = "X-Job-Id";

  private static final Logger log = LoggerFactory.getLogger(AwaitedJobs.class);

  private final TenantSubmissions submissions;
  private final TenantJobs jobs;
  private final JobQueue queue;
  private final OpenStreams streams;
  private final OpenAiSettings settings;

  AwaitedJobs(
      TenantSubmissions submissions,
      TenantJobs jobs,
      JobQueue queue,
      OpenStreams streams,
      OpenAiSettings settings) {
    this.submissions = submissions;
    this.jobs = jobs;
    this.queue = queue;
    this.streams = streams;
    this.settings = settings;
  }

  /**
   * Submits, then tells every step up to the success of the job. Ends with the problem where there
   * is none.
   */
  Flux<Step> follow(Call call, Kind kind, Translation translation) {
    AtomicBoolean ended = new AtomicBoolean();
    return streams
        .countedToTheLast(
            call.tenant(),
            Flux.defer(() -> submitted(call, kind, translation, ended))
                .takeUntilOther(HangUp.of(call.exchange())))
        // The gateway goes, and could wait no longer: whoever waits is told to come again.
        .concatWith(Flux.defer(() -> ended.get() ? Flux.empty() : unavailable()));
  }

  private Flux<Step> submitted(Call call, Kind kind, Translation translation, AtomicBoolean ended) {
    // Kept apart from its subscribers: a submission that is under way is known to its end, so that
    // a job whose caller hung up just then can be cancelled, too.
    Mono<Submitted> submitted =
        submissions
            .submit(
                call.tenant(),
                kind,
                call.exchange().getRequest().getHeaders(),
                call.body() == null ? new byte[0] : call.body(),
                translation.request())
            .onErrorMap(ProblemException.class, translation::told)
            .cache();
    return submitted
        .doOnNext(known -> nameJob(call, known.job()))
        .flatMapMany(known -> steps(call.tenant(), known.job(), ended))
        .doFinally(_ -> {
          if (!ended.get()) {
            abandon(call.tenant(), submitted);
          }
        });
  }

  private static void nameJob(Call call, Job job) {
    call.exchange().getResponse().getHeaders().set(JOB_HEADER, job.id().value());
  }

  private Flux<Step> steps(Tenant tenant, Job job, AtomicBoolean ended) {
    return queue
        .events(job.tenant(), job.id(), null)
        .takeUntilOther(Mono.delay(settings.maxWait()).then(Mono.error(this::waitedTooLong)))
        .concatMap(event -> {
          if (!event.type().equals(JobEvent.FINISHED)) {
            return Mono.<Step>just(new Step.Happened(job, event));
          }
          ended.set(true);
          return jobs.find(tenant, job.id().value()).map(AwaitedJobs::succeeded);
        });
  }

  private static Step succeeded(Job job) {
    if (job.state() == JobState.SUCCEEDED) {
      return new Step.Succeeded(job);
    }
    throw ProblemException.of(
        job.problem() == null
            ? ProblemType.JOB_FINISHED // it was cancelled
            : ProblemType.of(job.problem()).orElse(ProblemType.INTERNAL));
  }

  private ProblemException waitedTooLong() {
    return ProblemException.of(ProblemType.DEADLINE_PASSED);
  }

  private static Flux<Step> unavailable() {
    return Flux.error(ProblemException.of(ProblemType.UNAVAILABLE));
  }

  /** In nobody's way: whoever asked is gone, and a job that can't be cancelled ends by itself. */
  private void abandon(Tenant tenant, Mono<Submitted> submitted) {
    submitted
        .filter(known -> !known.named())
        .flatMap(known -> jobs.cancel(tenant, known.job().id().value()))
        .subscribe(
            job -> log.debug("job {} was cancelled: its caller is gone", job.id()),
            failure ->
                log.debug("a job whose caller is gone was not cancelled: {}", failure.toString()));
  }
}
