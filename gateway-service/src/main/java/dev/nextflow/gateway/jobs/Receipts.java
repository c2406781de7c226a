package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Departure;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Answers for a job that the queue has stored: 202 with where to find it, or 200 with the job where
 * the caller would rather wait and it has ended, or rests, in time, and before the gateway goes.
 */
@Component
class Receipts {

  private final JobQueue queue;
  private final JobViews views;
  private final Departure departure;

  Receipts(JobQueue queue, JobViews views, Departure departure) {
    this.queue = queue;
    this.views = views;
    this.departure = departure;
  }

  Mono<ResponseEntity<JobView>> of(Job job, Preference preference) {
    if (preference.patience().isZero()) {
      return accepted(job, preference);
    }
    return queue
        .events(job.tenant(), job.id(), null)
        .filter(Receipts::stops)
        .concatMap(event -> queue.find(job.tenant(), job.id()))
        .filter(now -> stopped(now.state()))
        .next()
        .timeout(preference.patience(), Mono.empty())
        .takeUntilOther(departure.lingered())
        .flatMap(
            now -> views.of(now).map(view -> answer(HttpStatus.OK, now, preference).body(view)))
        .switchIfEmpty(
            Mono.defer(() -> queue.find(job.tenant(), job.id()).defaultIfEmpty(job))
                .flatMap(now -> accepted(now, preference)));
  }

  private Mono<ResponseEntity<JobView>> accepted(Job job, Preference preference) {
    return Outlook.of(job, queue)
        .flatMap(outlook ->
            views
                .of(job, outlook)
                .map(view ->
                    answer(HttpStatus.ACCEPTED, job, preference)
                        .header(HttpHeaders.RETRY_AFTER, Long.toString(outlook.retryAfterSeconds()))
                        .body(view)));
  }

  private static ResponseEntity.BodyBuilder answer(
      HttpStatus status, Job job, Preference preference) {
    return preference.noted(ResponseEntity.status(status).location(URI.create(JobViews.path(job))));
  }

  // Events of the past come too: of a draft that was resumed since, which is why the job is asked.
  private static boolean stops(JobEvent event) {
    return event.type().equals(JobEvent.FINISHED)
        || event.type().equals(JobState.DRAFT_READY.wireName())
        || event.type().equals(JobState.AWAITING_APPROVAL.wireName());
  }

  private static boolean stopped(JobState state) {
    return state.terminal() || state.resting();
  }
}
