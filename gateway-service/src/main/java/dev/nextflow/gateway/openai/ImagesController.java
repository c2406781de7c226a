package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Pictures;
import dev.nextflow.gateway.Pictures.Wanted;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.openai.ImageAnswers.Datum;
import dev.nextflow.gateway.openai.ImageAnswers.Events;
import dev.nextflow.gateway.openai.ImageAnswers.Whole;
import dev.nextflow.jobs.Job;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code POST /v1/images/generations} and {@code POST /v1/images/edits}: a generation whose caller
 * waits for the pictures.
 */
@RestController
@RequestMapping(produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
class ImagesController {

  private final AwaitedJobs jobs;
  private final Pictures pictures;
  private final PictureLinks links;
  private final GatewaySettings settings;

  ImagesController(
      AwaitedJobs jobs, Pictures pictures, PictureLinks links, GatewaySettings settings) {
    this.jobs = jobs;
    this.pictures = pictures;
    this.links = links;
    this.settings = settings;
  }

  @PostMapping(path = "/v1/images/generations", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> generate(
      Tenant tenant,
      ServerWebExchange exchange,
      @RequestBody(required = false) byte @Nullable [] body) {
    return answer(new Call(tenant, exchange, body), ImageRequest.read(body), Events.GENERATION);
  }

  /** A generation that follows the pictures that are sent. */
  @PostMapping(path = "/v1/images/edits", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Mono<ResponseEntity<?>> edit(Tenant tenant, ServerWebExchange exchange) {
    return EditForm.read(exchange.getRequest())
        .flatMap(form ->
            answer(
                new Call(tenant, exchange, form.meaning()), EditRequest.read(form), Events.EDIT));
  }

  private Mono<ResponseEntity<?>> answer(Call call, ImageRequest request, Events names) {
    Flux<Step> steps = jobs.follow(call, Kind.GENERATION, request.translation());
    if (request.stream()) {
      ImageStream stream = new ImageStream(request, pictures, names);
      return Mono.just(
          ResponseEntity.ok()
              .contentType(MediaType.TEXT_EVENT_STREAM)
              .body(ServerSent.stream(steps, stream::events, settings.heartbeat())));
    }
    return steps
        .last()
        .flatMap(last -> whole(last.job(), request, call.exchange()))
        .map(ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)::body);
  }

  private Mono<Whole> whole(Job job, ImageRequest request, ServerWebExchange exchange) {
    return Flux.range(0, ImageAnswers.count(job))
        .concatMap(image ->
            request.asLinks()
                ? Mono.just(new Datum(null, links.to(exchange, job, image, request)))
                : base64(job, image, request).map(pixels -> new Datum(pixels, null)))
        .collectList()
        .map(data -> ImageAnswers.whole(job, request, data));
  }

  private Mono<String> base64(Job job, int image, ImageRequest request) {
    return pictures
        .picture(job, new Wanted(image, null, request.format(), request.quality()))
        .map(Base64.getEncoder()::encodeToString);
  }
}
