package dev.nextflow.gateway.renderings;

import dev.nextflow.gateway.DrawnPictures;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobState;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code GET /v1/jobs/{id}/images/{index}}: a picture, or with {@code ?scale=k} its draft after k
 * scales, which is there while the rest is still being drawn. Of a job that rests, the draft that
 * it rests with: waiting for more would be in vain.
 */
@RestController
class PicturesController {

  private final TenantJobs jobs;
  private final RenderingClient renderings;
  private final GatewaySettings settings;

  PicturesController(TenantJobs jobs, RenderingClient renderings, GatewaySettings settings) {
    this.jobs = jobs;
    this.renderings = renderings;
    this.settings = settings;
  }

  @GetMapping("/v1/jobs/{id}/images/{index}")
  Mono<ResponseEntity<byte[]>> picture(
      Tenant tenant,
      @PathVariable String id,
      @PathVariable String index,
      @RequestParam MultiValueMap<String, String> parameters,
      ServerWebExchange exchange) {
    return jobs.pictures(tenant, id)
        .flatMap(source -> {
          int image = imageIndex(index, source);
          PictureQuery query =
              PictureQuery.read(
                  parameters,
                  exchange.getRequest().getHeaders(),
                  source.schedule(),
                  usualScale(source, image));
          Rendering rendering = Rendering.of(source, image, query);
          return answer(source.job(), rendering, query.format(), exchange);
        });
  }

  private static int usualScale(DrawnPictures source, int image) {
    int drawn = source.picture(image).size();
    boolean draft = source.job().state().resting() && drawn > 0;
    return draft ? drawn : source.schedule().level();
  }

  private static int imageIndex(String written, DrawnPictures source) {
    int index = written.matches("[0-9]") ? written.charAt(0) - '0' : -1;
    if (index < 0 || index >= source.most()) {
      throw ProblemException.of(ProblemType.NOT_FOUND);
    }
    return index;
  }

  private Mono<ResponseEntity<byte[]>> answer(
      Job job, Rendering rendering, PictureFormat format, ServerWebExchange exchange) {
    String tag = PictureTag.of(rendering);
    // Before decoding: a picture that the caller has already costs no pixels.
    if (exchange.checkNotModified(tag)) {
      return Mono.just(headed(HttpStatus.NOT_MODIFIED, job, tag).build());
    }
    return renderings
        .pixels(rendering)
        .map(
            pixels -> headed(HttpStatus.OK, job, tag).contentType(format.mediaType()).body(pixels));
  }

  private ResponseEntity.BodyBuilder headed(HttpStatus status, Job job, String tag) {
    CacheControl caching =
        job.state() == JobState.SUCCEEDED || job.state() == JobState.PARTIALLY_SUCCEEDED
            ? CacheControl.maxAge(settings.jobRetention()).cachePrivate().immutable()
            : CacheControl.noCache().cachePrivate();
    return ResponseEntity.status(status).eTag(tag).cacheControl(caching).varyBy(HttpHeaders.ACCEPT);
  }
}
