package dev.nextflow.gateway.renderings;

import dev.nextflow.gateway.DrawnPictures;
import dev.nextflow.gateway.Pictures;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.jobs.Job;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Pictures for other stages, out of the same transcripts. */
@Component
class JobPictures implements Pictures {

  private final TenantJobs jobs;
  private final RenderingClient renderings;

  JobPictures(TenantJobs jobs, RenderingClient renderings) {
    this.jobs = jobs;
    this.renderings = renderings;
  }

  @Override
  public Mono<byte[]> picture(Job job, Wanted wanted) {
    return jobs.checkpoint(job)
        .map(checkpoint -> DrawnPictures.of(job, checkpoint).orElseThrow())
        .map(source -> rendering(source, wanted))
        .flatMap(renderings::pixels);
  }

  private static Rendering rendering(DrawnPictures source, Wanted wanted) {
    int scales = wanted.scales() == null ? source.schedule().level() : wanted.scales();
    PictureFormat format = PictureFormat.named(wanted.format()).orElseThrow();
    PictureQuery query = new PictureQuery(scales, format, null, wanted.quality());
    return Rendering.of(source, wanted.image(), query);
  }
}
