package dev.nextflow.gateway.renderings;

import dev.nextflow.gateway.Pictures;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.GenerationWork;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Pictures for other stages, out of the same transcripts. */
@Component
class JobPictures implements Pictures {

  private final JsonMapper json = JsonMapper.shared();
  private final TenantJobs jobs;
  private final RenderingClient renderings;

  JobPictures(TenantJobs jobs, RenderingClient renderings) {
    this.jobs = jobs;
    this.renderings = renderings;
  }

  @Override
  public Mono<byte[]> picture(Job job, Wanted wanted) {
    GenerationWork work = json.readValue(job.work(), GenerationWork.class);
    int scales = wanted.scales() == null ? work.schedule().level() : wanted.scales();
    PictureFormat format = PictureFormat.named(wanted.format()).orElseThrow();
    PictureQuery query = new PictureQuery(scales, format, null, wanted.quality());
    return jobs.checkpoint(job)
        .map(checkpoint -> Transcript.scales(checkpoint, wanted.image()))
        .map(drawn -> Rendering.of(job, work, drawn, query))
        .flatMap(renderings::pixels);
  }
}
