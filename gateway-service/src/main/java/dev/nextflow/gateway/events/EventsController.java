package dev.nextflow.gateway.events;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Heartbeats;
import dev.nextflow.gateway.access.OpenStreams;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/**
 * {@code GET /v1/jobs/{id}/events}: server-sent events. Begins at the first event, or after {@code
 * Last-Event-ID}; ends after the job's last.
 */
@RestController
class EventsController {

  private final TenantJobs jobs;
  private final JobQueue queue;
  private final OpenStreams streams;
  private final GatewaySettings settings;

  EventsController(TenantJobs jobs, JobQueue queue, OpenStreams streams, GatewaySettings settings) {
    this.jobs = jobs;
    this.queue = queue;
    this.streams = streams;
    this.settings = settings;
  }

  @GetMapping(path = "/v1/jobs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<ServerSentEvent<String>> events(
      Tenant tenant,
      @PathVariable String id,
      @RequestHeader(name = LastEventId.HEADER, required = false) @Nullable String lastEventId) {
    String after = LastEventId.check(lastEventId);
    return jobs.find(tenant, id)
        .flatMapMany(job ->
            streams.counted(tenant, Heartbeats.on(follow(job, after), settings.heartbeat())));
  }

  private Flux<ServerSentEvent<String>> follow(Job job, @Nullable String after) {
    Previews previews = Previews.of(job);
    return queue.events(job.tenant(), job.id(), after).map(event -> asServerSent(event, previews));
  }

  private static ServerSentEvent<String> asServerSent(JobEvent event, Previews previews) {
    return ServerSentEvent.builder(previews.linkedFrom(event))
        .id(event.id())
        .event(event.type())
        .build();
  }
}
