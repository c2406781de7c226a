package dev.nextflow.gateway.renderings;

import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.Pictures;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.GenerationWork;
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
        .map(checkpoint -> DrawnJob.of(job, checkpoint).orElseThrow())
        .map(source -> rendering(source, wanted))
        .flatMap(renderings::pixels);
  }

  private static Rendering rendering(DrawnJob source, Wanted wanted) {
    GenerationWork work = source.work();
    int scales = wanted.scales() == null ? work.schedule().level() : wanted.scales();
    PictureFormat format = PictureFormat.named(wanted.format()).orElseThrow();
    PictureQuery query = new PictureQuery(scales, format, null, wanted.quality());
    return Rendering.of(source.job(), work, source.drawn().ofImage(wanted.image()), query);
  }
}
