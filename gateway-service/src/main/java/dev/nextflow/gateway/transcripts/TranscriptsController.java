package dev.nextflow.gateway.transcripts;

import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.jobs.Job;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code GET /v1/jobs/{id}/transcript}: the tokens that are drawn or written, and all that they
 * depend on. Of a job that runs what there is so far.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class TranscriptsController {

  private final TenantJobs jobs;

  TranscriptsController(TenantJobs jobs) {
    this.jobs = jobs;
  }

  @GetMapping("/v1/jobs/{id}/transcript")
  Mono<Transcript> transcript(Tenant tenant, @PathVariable String id) {
    return jobs.find(tenant, id)
        .flatMap(job -> jobs.checkpoint(job).map(checkpoint -> transcript(job, checkpoint)));
  }

  private static Transcript transcript(Job job, Map<String, String> checkpoint) {
    Requested requested = Requested.parse(job.view());
    return switch (requested.kind()) {
      case GENERATION -> PictureTranscript.of(DrawnJob.of(job, checkpoint).orElseThrow());
      case UNDERSTANDING -> TextTranscript.of(job, requested.model(), checkpoint);
      case COMPOSITION -> CompositionTranscript.of(job, requested.model(), checkpoint);
    };
  }
}
