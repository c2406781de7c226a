package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.Sessions;
import dev.nextflow.gateway.TendedQueues;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.jobs.Deletion;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobPage;
import dev.nextflow.jobs.JobPage.Place;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.TenantRecords;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/jobs} and {@code DELETE /v1/jobs/{id}}: what a tenant has, and has no more. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class JobListController {

  private static final int LOOKED_AT_ONCE = 8;

  private final TenantRecords records;
  private final TendedQueues tended;
  private final JobViews views;
  private final JobQueue queue;
  private final Sessions sessions;

  JobListController(
      TenantRecords records,
      TendedQueues tended,
      JobViews views,
      JobQueue queue,
      Sessions sessions) {
    this.records = records;
    this.tended = tended;
    this.views = views;
    this.queue = queue;
    this.sessions = sessions;
  }

  @GetMapping("/v1/jobs")
  Mono<JobListView> jobs(Tenant tenant, @RequestParam MultiValueMap<String, String> parameters) {
    return Mono.defer(() -> {
      ListQuery query = ListQuery.read(parameters);
      Place after =
          query.cursor() == null ? null : Cursor.read(tenant, query.filter(), query.cursor());
      return records
          .list(tenant.name(), query.filter(), after, query.limit())
          .flatMap(page -> view(tenant, query, page));
    });
  }

  /**
   * Leaves nothing of a job that has ended or rests, but what it has cost; its session, where it
   * was a turn of one, keeps the answer.
   */
  @DeleteMapping(path = "/v1/jobs/{id}", produces = MediaType.ALL_VALUE) // there is no body
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> delete(Tenant tenant, @PathVariable String id) {
    return Mono.justOrEmpty(JobId.parse(id))
        .delayUntil(known -> kept(tenant, known))
        .flatMap(known -> records.delete(tenant.name(), known))
        .defaultIfEmpty(Deletion.UNKNOWN)
        .flatMap(deletion ->
            switch (deletion) {
              case DELETED -> Mono.empty();
              case NOT_ENDED -> Mono.error(ProblemException.of(ProblemType.JOB_UNFINISHED));
              case UNKNOWN -> TenantJobs.notFound();
            });
  }

  private Mono<Void> kept(Tenant tenant, JobId id) {
    return queue
        .find(tenant.name(), id)
        .map(job -> Requested.parse(job.view()).request().path(Sessions.FIELD))
        .filter(JsonNode::isString)
        .flatMap(session -> sessions.keep(tenant.name(), session.stringValue()));
  }

  private Mono<JobListView> view(Tenant tenant, ListQuery query, JobPage page) {
    String next = page.next() == null ? null : Cursor.write(tenant, query.filter(), page.next());
    return Flux.fromIterable(page.jobs())
        .doOnNext(job -> tended.tend(job.id().queue()))
        .flatMapSequential(views::inList, LOOKED_AT_ONCE)
        .collectList()
        .map(jobs -> new JobListView("list", jobs, next));
  }
}
